import { createHash } from 'node:crypto';
import { markup, type Markup } from './markup.js';
import { PRINT } from './style-print.js';
import { STYLE } from './style.js';

const SECTIONS = [
  ['overview', 'At a glance'],
  ['sequence', 'Who tasked whom, and when'],
  ['knowledge', 'Who knew what, and when'],
  ['said', 'What was said of each item'],
  ['gaps', 'Gaps at the end'],
  ['words', 'Words that are not quite the same'],
  ['times', 'Response times'],
  ['exceptions', 'Declined, escalated, overridden'],
  ['workshop', 'For the room'],
  ['checks', 'What was expected'],
] as const;

const CSS = `${STYLE}${PRINT}`;

/** Nothing may be loaded and nothing may run: the one style is named by its hash (CSP level 3). */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(CSS).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A whole page around its parts. */
export function pageOf({
  title,
  head,
  main,
}: {
  readonly title: string;
  readonly head: Markup;
  readonly main: Markup;
}): string {
  const links = SECTIONS.map(([id, name]) => markup`<li><a href="#${id}">${name}</a></li>`);
  const page = markup`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>`;
  return `${page.html}${CSS}${
    markup`</style>
</head>
<body>
${head}
<nav aria-label="Parts of the report"><ol>${links}</ol></nav>
<main>
${main}
</main>
<footer><p>Exercise. Every person, place, number and reference is invented.</p></footer>
</body>
</html>
`.html
  }`;
}
