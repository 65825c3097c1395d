/* global document, location, DOMParser, EventSource, fetch */
// Shows what happens on a task while somebody looks at it: asks for its changing part when the service says that something changed.
const live = document.querySelector('[data-live]');
const news = document.querySelector('[data-live-news]');

async function load() {
  const answer = await fetch(live.dataset.live, { redirect: 'manual' }).catch(() => undefined);
  // The session is over: the page itself leads to sign in, and back.
  if (answer?.type === 'opaqueredirect') location.reload();
  if (!answer?.ok) return;
  const now = new DOMParser()
    .parseFromString(await answer.text(), 'text/html')
    .querySelector('[data-version]');
  const shown = live.querySelector('[data-version]');
  if (!now || now.dataset.version === shown?.dataset.version) return;
  const address = document.activeElement?.getAttribute('href');
  live.replaceChildren(now);
  if (address) live.querySelector(`a[href="${address}"]`)?.focus();
  news.textContent = 'This task changed.';
}

const changes = new EventSource(live.dataset.changes);
changes.addEventListener('open', () => void load());
changes.addEventListener('change', () => void load());
