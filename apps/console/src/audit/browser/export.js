/* global document, fetch, Blob, URL */

/** Fetches an export with a line that says how much of it has come. Without this script the browser keeps the file by itself. */

/** Bytes that are held before they are handed to the browser, which keeps large blobs on its disk. */
const FOLD_AT = 16_000_000;

const sizeText = (bytes) => {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
};

const list = document.getElementById('exports');
const line = document.createElement('p');
line.className = 'govuk-body';
line.setAttribute('role', 'status');
list?.after(line);
let running = false;

async function bytesOf(answer) {
  const reader = answer.body.getReader();
  let [whole, parts, held, total, told] = [new Blob([]), [], 0, 0, 0];
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    parts.push(value);
    held += value.length;
    total += value.length;
    if (held >= FOLD_AT) [whole, parts, held] = [new Blob([whole, ...parts]), [], 0];
    if (total - told >= 100_000) {
      told = total;
      line.textContent = `${sizeText(total)} so far …`;
    }
  }
  return { blob: new Blob([whole, ...parts], { type: answer.headers.get('content-type') ?? '' }), total };
}

function keep(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function fetchExport({ href, dataset }) {
  line.textContent = 'The file is being made …';
  const answer = await fetch(href, { headers: { accept: 'application/problem+json' } });
  if (!answer.ok || answer.redirected) {
    const why = await answer.json().catch(() => undefined);
    line.textContent = why?.title ?? 'The file could not be had. Reload this page and try again.';
    return;
  }
  const { blob, total } = await bytesOf(answer);
  keep(blob, dataset.export);
  const leaf = answer.headers.get('concordat-reading');
  line.textContent = `Done: ${dataset.export}, ${sizeText(total)}.${leaf ? ` Recorded in the log as leaf ${leaf}.` : ''}`;
}

for (const link of document.querySelectorAll('a[data-export]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    if (running) return;
    running = true;
    fetchExport(link)
      .catch(() => {
        line.textContent = 'The file broke off on its way, and nothing was kept. Try again.';
      })
      .finally(() => {
        running = false;
      });
  });
}
