import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Directory, loadDirectory, parseBundle } from '#directory';
import { checked, shapeFaults } from './checked.pipe.js';
import type { CodeView } from './code-faults.js';
import { CompleteBody, RequestTaskBody, StepBody } from './commands.dto.js';
import type { Checked } from './field-checks.js';
import { Problem } from './problem.js';
import { TasksQuery, WebhookBody } from './queries.dto.js';

let view: CodeView;

beforeAll(() => {
  const directory = new Directory(parseBundle({ version: 1, data: loadDirectory(), keys: [] }));
  view = { directory, agency: 'police', modes: ['exercise', 'test'] };
});

function problem(form: Checked, body: unknown): Problem | undefined {
  try {
    checked(form, body, view);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

const faults = (form: Checked, body: unknown): string[] =>
  (problem(form, body)?.body().faults ?? []).map(({ pointer, code }) => `${pointer} ${code}`);

const ACTOR = { ref: 'PC 4711', role: 'dispatcher', type: 'person' };
const REQUEST = {
  kind: 'emergency-medical-response',
  to: { agency: 'ambulance', unit: 'emergency-operations-centre' },
  unit: 'control-room',
  mode: 'exercise',
  actor: ACTOR,
};

describe('a request', () => {
  it('is taken as it came when nothing is wrong', () => {
    const body = {
      ...REQUEST,
      items: [
        { code: 'exact-location', state: 'known', value: { near: 'the bridge' } },
        { code: 'full-name', state: 'unknown', absent: 'asked-unknown' },
      ],
    };
    expect(checked(RequestTaskBody, body, view)).toEqual(body);
  });

  it('hears of everything that is missing, wrong or unknown at once', () => {
    const body = {
      to: { agency: 'ambulance', unit: 7, floor: 2 },
      unit: 'kontrol-room',
      mode: 'exercise',
      caseId: 'concordat.*.>',
      decideWithinMinutes: 0.5,
      actor: { role: 'dispatcher', type: 'robot' },
      note: null,
      extra: true,
    };
    expect(problem(RequestTaskBody, body)?.status).toBe(400);
    expect(faults(RequestTaskBody, body).sort()).toEqual([
      '/actor/type NOT_AS_EXPECTED',
      '/caseId NOT_AS_EXPECTED',
      '/decideWithinMinutes NOT_AS_EXPECTED',
      '/extra UNKNOWN_FIELD',
      '/kind MISSING',
      '/note NOT_AS_EXPECTED',
      '/to/floor UNKNOWN_FIELD',
      '/to/unit NOT_AS_EXPECTED',
      '/unit UNKNOWN_WORD',
    ]);
  });

  it('hears of the nearest known words and codes where a word is not known; none is chosen', () => {
    const found = problem(RequestTaskBody, { ...REQUEST, kind: 'emergency-medical-respons' });
    const [fault] = found?.body().faults ?? [];
    expect(found?.status).toBe(422);
    expect(fault).toMatchObject({ pointer: '/kind', code: 'UNKNOWN_WORD' });
    expect(fault?.detail).toContain('the nearest known are: emergency-medical-response');
    const wanted = problem(RequestTaskBody, { ...REQUEST, wanted: ['full-nam'] })?.body().faults[0];
    expect(wanted?.detail).toMatch(/known are: full-name, .*, and 44 more$/);
  });

  it('hears of each unknown agency, urgency, role, wanted item and mode', () => {
    const body = {
      ...REQUEST,
      to: { agency: 'fire', unit: 'watch' },
      urgency: 'now',
      mode: 'actual',
      wanted: ['full-name', 'shoe-size'],
      actor: { ...ACTOR, role: 'wizard' },
    };
    expect(faults(RequestTaskBody, body)).toEqual([
      '/urgency UNKNOWN_GRADE',
      '/to/agency UNKNOWN_AGENCY',
      '/actor/role UNKNOWN_ROLE',
      '/wanted/1 UNKNOWN_ITEM',
      '/mode NOT_IN_THIS_MODE',
    ]);
  });

  it('needs for each item a value or a reason why there is none, never a blank', () => {
    const items = [
      { code: 'full-name', state: 'unknown' },
      { code: 'phone', state: 'known', value: ' - ' },
      { code: 'alias', state: 'known', value: 'Cor', absent: 'masked' },
      { code: 'shoe-size', state: 'known', value: 44 },
      { code: 'area', state: 'known', value: 'x'.repeat(9_000) },
      { code: 'area', state: 'known', value: 'east' },
    ];
    expect(problem(RequestTaskBody, { ...REQUEST, items })?.status).toBe(422);
    expect(faults(RequestTaskBody, { ...REQUEST, items })).toEqual([
      '/items/0 VALUE_OR_REASON_MISSING',
      '/items/1/value BLANK_VALUE',
      '/items/2/absent VALUE_AND_REASON',
      '/items/3/code UNKNOWN_ITEM',
      '/items/4/value VALUE_TOO_LARGE',
      '/items/5/code ITEM_TWICE',
    ]);
  });

  it('may state one item twice where sources conflict', () => {
    const statement = (value: string) => ({ code: 'full-name', state: 'conflicting', value });
    expect(faults(RequestTaskBody, { ...REQUEST, items: [statement('A'), statement('B')] })).toEqual([]);
    const mixed = [statement('A'), { code: 'full-name', state: 'known', value: 'B' }];
    expect(faults(RequestTaskBody, { ...REQUEST, items: mixed })).toEqual(['/items/1/code ITEM_TWICE']);
  });

  it.each([
    ['no list', { code: 'area' }],
    ['a list of texts', ['area']],
    ['a list of lists', [[{ code: 'area', state: 'known', value: 'x' }]]],
  ])('takes no items that are %s', (_, items) => {
    expect(faults(RequestTaskBody, { ...REQUEST, items })).toEqual(['/items NOT_AS_EXPECTED']);
  });

  it('takes either of two fields that say the same', () => {
    const body = {
      ...REQUEST,
      items: [],
      fromCase: true,
      decideBy: '2031-01-17T21:42:00Z',
      decideWithinMinutes: 5,
    };
    expect(faults(RequestTaskBody, body)).toEqual([
      '/items EITHER_OR',
      '/caseId MISSING',
      '/decideWithinMinutes EITHER_OR',
    ]);
  });

  it.each(['2031-01-17T21:42:00', '2031-13-45T21:42:00Z', 'tomorrow', 5])(
    'takes no time such as %s',
    (decideBy) => {
      expect(faults(RequestTaskBody, { ...REQUEST, decideBy })).toEqual(['/decideBy NOT_AS_EXPECTED']);
    },
  );

  it.each([null, [], 'x', 7, undefined])('is an object and not %j', (body) => {
    expect(faults(RequestTaskBody, body)).toEqual([' NOT_AS_EXPECTED']);
  });
});

describe('an emergency override and the ground of a question', () => {
  it('name codes that the directory knows', () => {
    const body = {
      ...REQUEST,
      purpose: 'curiosity',
      basis: 'because',
      override: {
        reason: 'hunch',
        authorisedBy: { ref: 'x', role: 'wizard' },
        until: '2031-01-17T21:42:00Z',
      },
    };
    expect(faults(RequestTaskBody, body)).toEqual([
      '/purpose UNKNOWN_PURPOSE',
      '/basis UNKNOWN_BASIS',
      '/override/reason UNKNOWN_OVERRIDE_REASON',
      '/override/authorisedBy/role UNKNOWN_ROLE',
    ]);
  });
});

describe('holder and finder of an item', () => {
  it('are agencies and units of the directory, since they stand in the signed part', () => {
    const masked = { code: 'full-name', state: 'withheld', absent: 'masked', heldBy: 'Dr Jones, Mill Road' };
    const sought = {
      ...{ code: 'phone', state: 'unknown', absent: 'temp-unknown', expectedBy: '2031-01-17T21:42:00Z' },
      finder: { agency: 'police', unit: 'Control Room' },
    };
    expect(faults(RequestTaskBody, { ...REQUEST, items: [masked, sought] })).toEqual([
      '/items/0/heldBy UNKNOWN_AGENCY',
      '/items/1/finder/unit UNKNOWN_UNIT',
    ]);
    const known = [
      { ...masked, heldBy: 'police' },
      { ...sought, finder: { agency: 'police', unit: 'response' } },
    ];
    expect(faults(RequestTaskBody, { ...REQUEST, items: known })).toEqual([]);
  });
});

describe('an item that is passed on', () => {
  it('is named by its event alone: what it says was said there', () => {
    const via = '01900000-0000-7000-8000-000000000001';
    expect(faults(RequestTaskBody, { ...REQUEST, items: [{ code: 'alias', via }] })).toEqual([]);
    const more = [{ code: 'alias', via, state: 'known', value: 'Cor' }];
    expect(faults(RequestTaskBody, { ...REQUEST, items: more })).toEqual([
      '/items/0/state NOT_WITH_VIA',
      '/items/0/value NOT_WITH_VIA',
    ]);
  });
});

describe('a step', () => {
  it('carries items only where the ledger has a place for them', () => {
    const items = [{ code: 'area', state: 'known', value: 'east' }];
    const body = { unit: 'control-room', actor: ACTOR, items };
    expect(faults(StepBody, body)).toEqual(['/items UNKNOWN_FIELD']);
    expect(faults(CompleteBody, { ...body, outcome: 'conveyed' })).toEqual([]);
  });

  it('says in which status it was decided, or nothing', () => {
    const body = { unit: 'control-room', actor: ACTOR, seenStatus: 'seen' };
    expect(faults(StepBody, body)).toEqual(['/seenStatus NOT_AS_EXPECTED']);
  });
});

describe('a query and a webhook', () => {
  it('takes ids that are UUIDs and numbers that are numbers', () => {
    const query = { case: '*', limit: '-1', status: ['requested', 'received'], other: 'x' };
    expect(
      shapeFaults(TasksQuery, query)
        .map(({ pointer }) => pointer)
        .sort(),
    ).toEqual(['/case', '/limit', '/other', '/status']);
  });

  it('calls only web addresses, and signs with a long secret', () => {
    const places = (body: object) => shapeFaults(WebhookBody, body).map(({ pointer }) => pointer);
    expect(places({ url: 'https://cad.example/hook', secret: 'x'.repeat(32) })).toEqual([]);
    for (const url of ['ftp://cad.example', 'file:///etc/passwd', 'http://me:pw@cad.example', 'cad', 3]) {
      expect(places({ url, secret: 'short' })).toEqual(['/url', '/secret']);
    }
  });
});
