/* global document, print */

/** Offers to print a page where scripts run; the browser's own menu does the same without. */
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
