/* global document */
import { readNoteKey, verifyProofFile } from '#verifier';

/** Checks the proof that the page shows, with the keys that stand in it, in the browser of the reader. It asks nobody. */

const verdict = document.getElementById('verdict');
const form = document.getElementById('check');
const textOf = (id) => document.getElementById(id).value.replaceAll('\r\n', '\n');

const element = (name, className, text) => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
};

function show(holds, heading, ...sentences) {
  verdict.classList.toggle('concordat-verdict--holds', holds);
  verdict.classList.toggle('concordat-verdict--fails', !holds);
  verdict.replaceChildren(
    element('h2', 'govuk-heading-m', heading),
    ...sentences.map((sentence) => element('p', 'govuk-body', sentence)),
  );
}

function check() {
  const lines = textOf('keys')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const keys = lines.map((line) => readNoteKey(line));
  const bad = keys.findIndex((key) => !key);
  if (bad >= 0) return show(false, 'A key cannot be read', `Line ${bad + 1} of the keys is no verifier key.`);
  // A textarea drops the first newline of its text and keeps the rest: a proof file begins with a word.
  const proof = verifyProofFile(textOf('proof'), keys);
  if (!proof.ok) return show(false, 'The proof does not hold', proof.sentence);
  const { witnesses, origin, index, size } = proof;
  const seen =
    witnesses.length === 0
      ? 'No witness whose key is given has cosigned it yet.'
      : `Cosigned by ${witnesses.length}: ${witnesses.join(', ')}.`;
  show(
    true,
    'The proof holds: checked in this browser',
    `Leaf ${index} stands in ${origin}, under the checkpoint of ${size} leaves. ${seen}`,
  );
}

form.querySelector('button').hidden = false;
form.addEventListener('submit', (event) => {
  event.preventDefault();
  check();
  verdict.scrollIntoView({ block: 'nearest' });
});
check();
