import { lexiconOf, type KnownCode, type LexiconData } from './terms-lexicon.js';
import type { Relationship, TermMapping, TermSet } from './terms.js';

const coded = (...codes: readonly string[]): readonly KnownCode[] =>
  codes.map((code) => ({ code, label: `Label of ${code}` }));

const term = (
  place: `${TermSet} ${string}`,
  word: string,
  code: string,
  relationship: Relationship = 'equivalent',
): TermMapping => {
  const [set, agency] = place.split(' ') as [TermSet, string];
  return { set, agency, term: word, code, relationship };
};

/** A small directory's language part, for tests: one word of each kind that can go wrong. */
export const LEXICON_DATA: LexiconData = {
  agencies: ['police', 'ambulance', 'mh-trust', 'voluntary'],
  codes: {
    concept: coded('person', 'next-of-kin', 'nearest-relative', 'detained', 'suite', 'child', 'case', 'task'),
    taskKind: coded('welfare-check', 'transport'),
    unit: [
      { code: 'control-room', label: 'Control room', agency: 'police' },
      { code: 'crew', label: 'Crew', agency: 'ambulance' },
    ],
    declineReason: coded('no-capacity'),
    outcome: coded('not-found'),
    item: coded(),
  },
  mappings: [
    term('concept police', 'detainee', 'person', 'source-is-narrower-than-target'),
    term('concept police', 'subject', 'person', 'related-to'),
    term('concept police', 'suspect', 'person', 'source-is-broader-than-target'),
    term('concept police', 'suspect', 'person'),
    term('concept police', 'crime number', 'case', 'not-related-to'),
    term('concept police', 'incident', 'case', 'related-to'),
    term('concept police', '136', 'detained'),
    term('concept police', 'kin', 'next-of-kin'),
    term('concept ambulance', 'patient', 'person'),
    term('concept ambulance', 'job', 'task'),
    term('concept ambulance', 'job', 'case'),
    term('concept ambulance', 'run', 'task'),
    term('concept ambulance', 'kin', 'nearest-relative', 'source-is-broader-than-target'),
    term('concept mh-trust', 'patient', 'person'),
    term('concept mh-trust', 'kin', 'next-of-kin', 'not-related-to'),
    term('concept mh-trust', 'informal', 'detained', 'not-related-to'),
    term('concept mh-trust', 'informal', 'detained', 'related-to'),
    term('concept mh-trust', 'kid', 'child', 'not-related-to'),
    term('concept voluntary', "the visitor's own word", 'person'),
    term('taskKind police', 'safe and well check', 'welfare-check'),
    term('taskKind police', 'concern for welfare', 'welfare-check', 'source-is-broader-than-target'),
    term('unit police', 'desk', 'control-room'),
    term('unit ambulance', 'desk', 'crew'),
  ],
  falseFriends: [
    {
      words: ['136', 'one three six'],
      means: { police: 'detained', 'mh-trust': 'suite' },
      ask: 'Status or place?',
    },
    { words: ['IP'], means: { police: null, 'mh-trust': null }, ask: 'Injured party or inpatient?' },
    {
      words: ['child', 'kid'],
      means: { police: 'child', ambulance: 'child', 'mh-trust': 'child' },
      ask: 'What age?',
    },
  ],
  wordless: [{ set: 'concept', agency: 'voluntary', code: 'suite' }],
};

/** The same, ready to be looked up. */
export const LEXICON = lexiconOf(LEXICON_DATA);
