import { describe, expect, it } from '@jest/globals';
import { Directory, loadDirectory } from '#directory';
import type { Explanation } from './explanation.js';
import { explanationLines } from './explanation-text.js';
import { refusalLines } from './refusal-text.js';

const directory = new Directory({ version: 3, data: loadDirectory(), keys: [] });

const explanation: Explanation = {
  answeredBy: { service: 'http://127.0.0.1:4102', directoryVersion: 3 },
  from: { agency: 'police', unit: 'control-room' },
  to: { agency: 'mh-trust', unit: 'street-triage' },
  kind: 's136-consultation',
  urgency: 'u2-within-hour',
  items: [
    {
      code: 'full-name',
      when: 'on-acceptance',
      rule: 'police.s136-consultation.accepted',
      agreement: 'police-with-health-and-care',
      version: 1,
      basis: 'mental-health-act',
      stage: 'accepted',
    },
    {
      code: 'date-of-birth',
      when: 'on-acceptance',
      rule: 'police.s136-consultation.accepted',
      agreement: 'police-with-health-and-care',
      version: 1,
      basis: 'mental-health-act',
      stage: 'accepted',
    },
    { code: 'ethnicity', when: 'never', why: 'no-agreement' },
    { code: 'mh-history', when: 'never', why: 'not-the-originators' },
  ],
  missing: [{ items: ['presenting-situation'], blocks: true }],
  warnings: [],
  isAssumed: false,
};

describe('a dry run as a person reads it', () => {
  it('groups the items by when they go and under which promise, and says why others never do', () => {
    const lines = explanationLines(explanation, directory);
    expect(lines).toEqual([
      'police/control-room asks mh-trust/street-triage for s136-consultation (Consultation before s136), urgency u2-within-hour.',
      'The running service at http://127.0.0.1:4102 says so, by directory version 3; nothing was stored or sent.',
      '',
      'They would see now, with the request: nothing',
      '',
      'On acceptance: 2',
      '  under police.s136-consultation.accepted (agreement police-with-health-and-care version 1, basis mental-health-act)',
      '    full-name      Name',
      '    date-of-birth  Date of birth',
      '',
      'On arrival, when the work has begun: nothing',
      '',
      'On request, only if they ask for it by name: nothing',
      '',
      'Never: 2',
      '  ethnicity   Ethnicity (self-declared)            no agreement lets police tell it to mh-trust on this kind; the kind does not need it',
      '  mh-history  Mental-health history and diagnosis  it came from another agency, and no rule lets police pass it on',
      '',
      'Missing: 1; the request is refused without a value of each, or the reason why there is none',
      '  presenting-situation  What is happening now (two lines)',
      '',
      'Agreements',
      '  police-with-health-and-care version 1: Police with health and social care',
      '    in force from 2025-04-01T00:00:00Z; to be reviewed by 2027-09-30',
      '',
      'Lawful bases',
      '  mental-health-act: A function under the Mental Health Act',
      '    UK GDPR 6(1)(e) public task; 9(2)(g) substantial public interest',
      '    Data Protection Act 2018 Schedule 1: paragraph 6, statutory purposes',
      '    duty of confidence: a function laid down by statute',
    ]);
  });

  it('stands in codes alone without a directory', () => {
    const text = explanationLines(explanation).join('\n');
    expect(text).toContain('for s136-consultation, urgency');
    expect(text).toContain('    full-name\n    date-of-birth');
    expect(text).not.toContain('Agreements');
  });

  it('does not describe an agreement by another version than the service went by', () => {
    const items = explanation.items.map((item) => ({ ...item, ...(item.version && { version: 2 }) }));
    const text = explanationLines({ ...explanation, items }, directory).join('\n');
    expect(text).toContain('police-with-health-and-care version 2, basis');
    expect(text).not.toContain('to be reviewed by');
  });

  it('says of what is missing that an immediate request is not held up, and of what one of several would do', () => {
    const missing = [{ items: ['phone', 'exact-location'], blocks: false }];
    const lines = explanationLines({ ...explanation, missing }, directory);
    expect(lines).toContain('Missing: 1; an immediate request is not held up for it');
    expect(lines).toContain(
      '  phone or exact-location  Phone and safe times to call or Exact location, entry details',
    );
  });

  it('says what the kind needs where nobody said which items are given', () => {
    const assumed = { ...explanation, missing: [], isAssumed: true };
    expect(explanationLines(assumed, directory)).toContain(
      'Missing: nothing, if all that the kind needs is given: presenting-situation, risk-to-self, place-type',
    );
    expect(explanationLines({ ...assumed, isAssumed: false }, directory)).toContain('Missing: nothing');
  });
});

describe('a warning of the law as a person reads it', () => {
  it('says what the rule says, its code and its source, and that it holds nothing up', () => {
    const warnings = [{ code: 's136-not-in-a-home', says: 'One sentence.', source: 'section 136(1A)' }];
    const text = explanationLines({ ...explanation, warnings }, directory).join('\n');
    expect(text).toContain(
      'The law, as a warning that holds nothing up\n  One sentence.\n    s136-not-in-a-home: section 136(1A)',
    );
    expect(explanationLines(explanation, directory).join('\n')).not.toContain('The law');
  });
});

describe('a refusal as a person reads it', () => {
  it('lists each fault with its place and the option that says it', () => {
    const fault = (pointer: string) => ({ pointer, code: 'X', detail: 'wrong' });
    const places = ['/unit', '/to/unit', '/items/1/code', '/wanted/0', '/caseId', '/mode', '/actor/role', ''];
    const refused = { code: 'BAD_CONTENT', title: 'It does not fit.', faults: places.map(fault) };
    expect(refusalLines(refused, ['alias', 'phone'])).toEqual([
      'Refused: It does not fit. (BAD_CONTENT)',
      '  /unit (--from): wrong',
      '  /to/unit (--to): wrong',
      '  /items/1/code (--item phone): wrong',
      '  /wanted/0 (--want): wrong',
      '  /caseId (--case): wrong',
      '  /mode (--mode): wrong',
      '  /actor/role: wrong',
      '  wrong',
    ]);
  });
});
