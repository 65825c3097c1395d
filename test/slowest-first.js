import { existsSync } from 'node:fs';
import TestSequencer from '@jest/test-sequencer';

/** Suites that last longest: one that starts last would keep one worker busy while all others are idle. */
const SLOW = [
  'e2e/rehearsal.e2e',
  'faults/lost-answers',
  'faults/away',
  'browser/report',
  'browser/sign-in',
  'faults/killed-services',
  'faults/silence',
  'integration/audit-faults',
  'faults/refuses-to-start',
  'e2e/rehearsal-verbs',
  'faults/replicas',
  'e2e/between-agencies',
  'integration/audit-check',
  'e2e/concordat-command',
  'faults/needs',
  'e2e/needs.e2e',
  'faults/ledger-lost',
  'faults/log-restored',
  'integration/keeper-crash',
];

/** The slowest suites first, then the others as jest orders them. */
export default class SlowestFirst extends TestSequencer {
  /** See jest's `testSequencer`. */
  async sort(tests) {
    const rank = ({ path }) => {
      const found = SLOW.findIndex((name) => path.includes(`/test/${name}`));
      return found === -1 ? SLOW.length : found;
    };
    const ordered = await super.sort(tests.filter(({ path }) => existsSync(path)));
    return [...ordered].sort((a, b) => rank(a) - rank(b));
  }
}
