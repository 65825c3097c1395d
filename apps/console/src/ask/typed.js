/* global document, URLSearchParams, FormData */
// Keeps what somebody types on a page and has not sent yet, a moment after they stop: a reload or a time-out loses nothing.
const PAUSE_MS = 800;
const form = document.querySelector('form[data-typed]');
let due;

const keep = () =>
  fetch(form.dataset.typed, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
    keepalive: true,
    redirect: 'manual',
  }).catch(() => undefined);

form?.addEventListener('input', () => {
  clearTimeout(due);
  due = setTimeout(keep, PAUSE_MS);
});
form?.addEventListener('submit', () => clearTimeout(due));
