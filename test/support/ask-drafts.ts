import { Directory, loadDirectory, parseBundle } from '#directory';
import type { Catalogue } from '../../apps/console/src/ask/catalogue.js';
import type { Content, Draft } from '../../apps/console/src/ask/draft.js';
import { catalogueOf } from '../../libs/agency/src/http/catalogue.js';

const directory = new Directory(parseBundle({ version: 1, data: loadDirectory(), keys: [] }));

/** What police may ask for, as its service tells it to somebody who is bound to these units or to none. */
export const policeCatalogue = (units?: readonly string[]): Catalogue =>
  catalogueOf({ directory, agency: 'police', modes: ['actual', 'test'], units });

/** Everything that a crisis home visit needs. */
export const WHOLE: Content = {
  mode: 'test',
  whom: { kind: 'unnamed', called: 'Oscar Heron 12' },
  kind: 'crisis-home-visit',
  grade: 'police-grade-national-style.priority',
  to: [{ agency: 'mh-trust', unit: 'crisis-team' }],
  items: {
    alias: { state: 'known', value: 'Oscar Heron 12' },
    'home-address': { state: 'known', value: '4 Mill Lane' },
    'presenting-situation': { state: 'known', value: 'On the bridge, talking' },
    'risk-to-self': { state: 'known', value: 'high' },
    'risk-to-others': { state: 'unknown', absent: 'not-asked' },
    'worker-safety-warning': { state: 'unknown', absent: 'not-asked' },
    'children-at-address': { state: 'unknown', absent: 'not-asked' },
  },
  told: true,
  note: '',
};

/** A draft of the triage car. */
export const draftOf = (content: Partial<Content> = {}, from: Content = WHOLE): Draft => ({
  id: '6c77756b-46a7-43ca-b0da-dc2644c9eb44',
  unit: 'street-triage',
  caseId: '0198c0de-0000-7000-8000-000000000001',
  content: { ...from, ...content },
});
