import { Words } from '../src/audit/words.js';

/** A small directory's labels, for tests of what pages show. */
export const EXAMPLE_WORDS = new Words({
  agencies: [
    { code: 'police', label: 'Wealdmere Police', units: ['control-room'] },
    { code: 'mh-trust', label: 'Wealdmere Mental Health NHS Trust', units: ['crisis-team'] },
  ],
  kinds: [{ code: 'welfare-check', label: 'Welfare check' }],
  lawRules: [{ code: 's136-consult-first', label: 'Before section 136 is used somebody is asked.' }],
  items: [{ code: 'full-name', label: 'Name (as the person gives it)' }],
  absentReasons: [{ code: 'not-asked', label: 'Nobody asked' }],
  declineReasons: [{ code: 'no-capacity', label: 'Nobody is free' }],
  overrideReasons: [{ code: 'life-at-risk', label: 'Life at risk' }],
  roles: [
    { code: 'dispatcher', label: 'Dispatcher' },
    { code: 'service', label: 'Software system' },
    { code: 'caldicott-guardian', label: 'Caldicott Guardian' },
  ],
  urgencies: [{ code: 'u2-within-hour', label: 'Within an hour' }],
  rules: [],
});
