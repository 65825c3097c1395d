/* global document, location, EventSource, DOMParser */
// While a rehearsal runs, puts what is new in the place of what was shown: the parts come whole from the same page.
const place = document.querySelector('#rehearsal[data-state="running"]');
const QUIET_MS = 400;
let waiting = false;

if (place) {
  place.querySelectorAll('[data-without-scripts]').forEach((part) => (part.hidden = true));
  const events = new EventSource('/rehearsals/running/events');
  events.onmessage = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => void renew(events), QUIET_MS);
  };
}

async function renew(events) {
  waiting = false;
  const answer = await fetch('/rehearsals/running/now', { headers: { accept: 'text/html' } }).catch(
    () => undefined,
  );
  // Whoever was signed out in the meantime is led to sign in again.
  if (answer?.redirected) return void location.reload();
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#rehearsal');
  if (!fresh) return;
  for (const part of place.querySelectorAll('[data-part]')) {
    const news = fresh.querySelector(`#${part.id}`);
    if (news && news.innerHTML !== part.innerHTML) part.innerHTML = news.innerHTML;
  }
  place.querySelectorAll('[data-without-scripts]').forEach((part) => (part.hidden = true));
  place.dataset.state = fresh.dataset.state;
  if (fresh.dataset.state !== 'running') events.close();
}
