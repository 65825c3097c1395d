/* global document, localStorage */

/** Keeps searches by name in this browser, for one person: names and the filters of addresses, never whom a search was for. */

const place = document.getElementById('saved-searches');
const key = `concordat:saved-searches:${place?.dataset.subject}`;
const MOST = 50;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept)
      ? kept.filter(({ name, query }) => typeof name === 'string' && typeof query === 'string')
      : [];
  } catch {
    return [];
  }
}

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const hidden = (text) => element('span', { className: 'govuk-visually-hidden' }, text);

function write(searches) {
  localStorage.setItem(key, JSON.stringify(searches.slice(0, MOST)));
  show();
}

function rowOf({ name, query }) {
  const remove = element(
    'button',
    { type: 'button', className: 'concordat-link-button' },
    'Remove',
    hidden(` the saved search ${name}`),
  );
  remove.addEventListener('click', () => {
    write(read().filter((one) => one.name !== name));
    status.textContent = `Removed: ${name}`;
    field.focus();
  });
  const link = element('a', { className: 'govuk-link', href: `/audit/search?${query}` }, name);
  return element('li', {}, link, ' ', remove);
}

const list = element('ul', { className: 'govuk-list' });
const status = element('p', { className: 'govuk-body-s' });
status.setAttribute('role', 'status');
const field = element('input', {
  className: 'govuk-input govuk-input--width-20',
  id: 'saved-name',
  maxLength: 80,
});

function show() {
  const searches = read();
  list.replaceChildren(...searches.map(rowOf));
  list.hidden = searches.length === 0;
}

function start() {
  const button = element(
    'button',
    { type: 'submit', className: 'govuk-button govuk-button--secondary' },
    'Save this search',
  );
  const hint = element(
    'div',
    { className: 'govuk-hint', id: 'saved-name-hint' },
    'Kept in this browser alone. The filters are kept, the person is not: do not name anybody.',
  );
  field.setAttribute('aria-describedby', 'saved-name-hint');
  field.autocomplete = 'off';
  const label = element('label', { className: 'govuk-label', htmlFor: 'saved-name' }, 'Name for this search');
  const group = element('div', { className: 'govuk-form-group' }, label, hint, field);
  const form = element('form', { noValidate: true }, group, button);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const name = field.value.trim();
    if (name === '') {
      status.textContent = 'Enter a name first';
      return field.focus();
    }
    write([{ name, query: place.dataset.query }, ...read().filter((one) => one.name !== name)]);
    field.value = '';
    status.textContent = `Saved: ${name}`;
  });
  place.querySelector('[data-fallback]').remove();
  place.append(list, form, status);
  show();
}

try {
  if (place) {
    localStorage.getItem(key);
    start();
  }
} catch {
  // A browser that keeps nothing has bookmarks: the page says so.
}
