/* global document */
import { readNoteKey, verifyProofFile } from '#verifier';

/** One proof, checked in a browser that asks nobody. */

const field = (id) => document.getElementById(id);

const element = (name, text) => {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
};

/** Shows the verdict in place of the one before; the reader's place goes there. */
function show(holds, heading, ...rest) {
  const verdict = field('verdict');
  verdict.className = holds ? 'holds' : 'fails';
  verdict.replaceChildren(element('h2', heading), ...rest);
  verdict.focus();
}

function termsOf(pairs) {
  const list = document.createElement('dl');
  for (const [term, text] of pairs) list.append(element('dt', term), element('dd', text));
  return list;
}

/** The keys that were put in; a line that is none is named. */
function keysIn(text) {
  const lines = text.split('\n').map((line) => line.trim());
  const keys = lines.map((line) => (line === '' ? undefined : readNoteKey(line)));
  const bad = lines.flatMap((line, at) => (line !== '' && !keys[at] ? [at + 1] : []));
  return { keys: keys.filter(Boolean), bad };
}

function check() {
  const text = field('proof').value.replaceAll('\r\n', '\n');
  if (text.trim() === '')
    return show(false, 'There is no proof yet', element('p', 'Choose a file, or put its text in.'));
  const { keys, bad } = keysIn(field('keys').value);
  if (bad.length > 0)
    return show(
      false,
      'A key cannot be read',
      element('p', `Line ${bad.join(', ')} of the keys is no verifier key.`),
    );
  const proof = verifyProofFile(text, keys);
  if (!proof.ok) return show(false, 'The proof does not hold', element('p', proof.sentence));
  const least = Number(field('least').value);
  const { witnesses } = proof;
  const seen = witnesses.length === 0 ? 'none whose key is given' : witnesses.join(', ');
  const facts = termsOf([
    ['Log', proof.origin],
    ['Leaf', String(proof.index)],
    ['Under the checkpoint of', `${proof.size} leaves`],
    ['Cosigned by', seen],
  ]);
  if (witnesses.length < least)
    return show(
      false,
      'Too few witnesses',
      element('p', `${witnesses.length} of at least ${least} cosigned this checkpoint.`),
      facts,
    );
  show(
    true,
    'The proof holds',
    facts,
    element('h3', 'The event'),
    element('pre', JSON.stringify(proof.event, null, 2)),
  );
}

field('form').addEventListener('submit', (event) => {
  event.preventDefault();
  check();
});

field('file').addEventListener('change', async () => {
  const [file] = field('file').files;
  if (file) field('proof').value = await file.text();
});
