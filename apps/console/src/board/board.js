/* global document, location, localStorage, DOMParser, AudioContext, EventSource, fetch, setInterval */
// Keeps a board fresh: asks for its rows again when the service says that something changed, and counts the time that is left.
const board = document.querySelector('[data-board]');
const freshness = document.querySelector('[data-board-freshness]');
const news = document.querySelector('[data-board-news]');
const sound = document.querySelector('[data-board-sound]');
const title = document.title;

/** Rows are asked for at least this often: times pass without any event, in ms. */
const EVERY_MS = 20_000;
/** Without an answer for so long the board is stale, in ms. */
const STALE_MS = 45_000;
const MUTED = 'concordat-board-muted';

let loadedAt = Date.now();
// How far the clock of this machine is behind that of the service.
let ahead = Date.parse(board.querySelector('[data-board-at]').dataset.boardAt) - loadedAt;
let live = false;
let asking = false;
let again = false;
let known = versions();

/** The version of each task on the board. */
function versions() {
  return new Map(
    [...board.querySelectorAll('[data-task]')].map((row) => [row.dataset.task, row.dataset.version]),
  );
}

async function load() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const answer = await fetch(board.dataset.board, { redirect: 'manual' });
    if (answer.ok) show(await answer.text());
    // The session is over: the page itself leads to sign in, and back.
    else if (answer.type === 'opaqueredirect' || answer.status === 403) location.reload();
  } catch {
    // Told by the line of freshness once it is too old.
  }
  asking = false;
  if (again) {
    again = false;
    void load();
  }
}

function show(html) {
  const rows = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-board-at]');
  if (!rows) return;
  const focused = pathTo(document.activeElement);
  board.replaceChildren(rows);
  loadedAt = Date.now();
  ahead = Date.parse(rows.dataset.boardAt) - loadedAt;
  if (focused) board.querySelector(focused)?.focus();
  tellNews();
  tick();
}

/** How the element that has the focus is found again in rows that were made anew. */
function pathTo(element) {
  if (!element || !board.contains(element)) return undefined;
  const task = element.closest('[data-task]')?.dataset.task;
  const own =
    element.tagName === 'A' ? `a[href="${element.getAttribute('href')}"]` : element.tagName.toLowerCase();
  return task ? `[data-task="${task}"] ${own}` : own;
}

function tellNews() {
  const now = versions();
  const fresh = [...now].filter(([task, version]) => known.get(task) !== version).map(([task]) => task);
  const added = fresh.filter((task) => !known.has(task));
  known = now;
  for (const task of fresh)
    board.querySelector(`[data-task="${task}"]`)?.classList.add('concordat-row--fresh');
  if (fresh.length === 0) return;
  news.textContent = `${added.length} new, ${fresh.length - added.length} changed`;
  const immediate = added.some((task) => board.querySelector(`[data-task="${task}"][data-immediate]`));
  if (immediate) alertPeople();
}

function alertPeople() {
  document.title = `(!) ${title}`;
  if (localStorage.getItem(MUTED) === 'yes') return;
  try {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    loudness.gain.value = 0.1;
    tone.frequency.value = 880;
    tone.connect(loudness).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.4);
    tone.onended = () => void audio.close();
  } catch {
    // A browser without sound still has the title.
  }
}

const many = (count, what) => (count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`);

/** A duration as the pages write it, in whole minutes. */
function duration(ms) {
  const whole = Math.max(0, Math.floor(ms / 60_000));
  const days = Math.floor(whole / 1440);
  const rest = days > 0 ? '' : many(whole % 60, 'minute');
  const parts = [many(days, 'day'), many(Math.floor(whole / 60) % 24, 'hour'), rest];
  return parts.filter((part) => part !== '').join(' ') || '0 minutes';
}

/** Says how old the board is and how much time is left of each deadline. */
function tick() {
  const now = Date.now();
  for (const time of board.querySelectorAll('[data-due]')) {
    const left = Date.parse(time.dateTime) - (now + ahead);
    const clock = time.textContent.split(',')[0];
    const text = `${clock}, ${left >= 0 ? `${duration(left)} left` : `over by ${duration(-left)}`}`;
    if (time.textContent !== text) time.textContent = text;
  }
  const age = now - loadedAt;
  const stale = age > STALE_MS;
  freshness.classList.toggle('concordat-stale', stale);
  const since = new Date(loadedAt).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const word = stale
    ? `Stale since ${since}`
    : live
      ? `Live, ${(age / 1_000).toFixed(age < 10_000 ? 1 : 0)} s ago`
      : `As of ${since}`;
  if (freshness.textContent !== word) freshness.textContent = word;
}

function showSound() {
  const muted = localStorage.getItem(MUTED) === 'yes';
  sound.hidden = false;
  sound.setAttribute('aria-pressed', String(!muted));
  sound.textContent = muted ? 'Sound is off' : 'Sound is on';
}

sound.addEventListener('click', () => {
  localStorage.setItem(MUTED, localStorage.getItem(MUTED) === 'yes' ? 'no' : 'yes');
  showSound();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) document.title = title;
});
document.addEventListener('pointerdown', () => (document.title = title));

const changes = new EventSource(board.dataset.changes);
changes.addEventListener('open', () => {
  live = true;
  void load();
});
changes.addEventListener('change', () => void load());
changes.addEventListener('error', () => (live = false));
setInterval(() => void load(), EVERY_MS);
setInterval(tick, 500);
showSound();
