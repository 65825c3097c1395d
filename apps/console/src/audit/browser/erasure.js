/* global document, fetch, location, setTimeout */

/** Looks every two seconds how far an erasure is, and shows the page anew when it has come further. */

const place = document.querySelector('[data-erasure-state]');
const EVERY_MS = 2_000;

async function look() {
  const answer = await fetch(place.dataset.progress).catch(() => undefined);
  if (answer?.ok) {
    const { state } = await answer.json();
    if (state !== place.dataset.erasureState) return location.reload();
  }
  setTimeout(look, EVERY_MS);
}

if (place && place.dataset.erasureState !== 'done') setTimeout(look, EVERY_MS);
