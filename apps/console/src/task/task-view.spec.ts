import { describe, expect, it } from '@jest/globals';
import { stepView, type StepChoices } from './step-view.js';
import type { EventAnswer, TaskAnswer } from './task-answers.js';
import { itemView, ownUnit, taskView } from './task-view.js';
import { lastDid, timelineOf } from './timeline.js';

const NOW = Date.parse('2026-11-26T03:48:00.000Z');
const police = { agency: 'police', unit: 'control-room' };
const crew = { agency: 'ambulance', unit: 'crew' };
const word = (sender: string, receiver: string) => ({
  code: 'emergency-medical-response',
  label: 'Emergency medical response',
  sender: { word: sender },
  receiver: { word: receiver },
  lossy: false,
  sentence: 'Both words mean the shared term.',
});

const answer = (
  over: Partial<NonNullable<TaskAnswer['task']>> = {},
  more: Partial<TaskAnswer> = {},
): TaskAnswer => ({
  taskId: 't1',
  caseId: 'c1',
  task: {
    kind: 'emergency-medical-response',
    mode: 'actual',
    status: 'requested',
    asker: police,
    performer: crew,
    owner: police,
    version: 1,
    requestedAt: '2026-11-26T03:40:00.000Z',
    decideBy: '2026-11-26T03:50:00.000Z',
    startBy: '2026-11-26T03:47:00.000Z',
    ...over,
  },
  items: [],
  words: { kind: word('emergency', '999 response'), urgency: { band: { label: 'Immediate' } } },
  kept: [],
  notices: [],
  gaps: [],
  ...more,
});
const view = (given: TaskAnswer, agency = 'ambulance') =>
  taskView({ answer: given, events: [], steps: [], now: NOW, person: { agency } });

const event = (type: string, version: number, over: Partial<EventAnswer> = {}): EventAnswer => ({
  eventId: `e${version}`,
  version,
  recordedAt: '2026-11-26T03:47:57.000Z',
  sender: 'police',
  event: {
    type: `concordat.task.${type}.v1`,
    time: '',
    actorrole: 'duty-manager',
    actortype: 'person',
    data: {},
  },
  content: {},
  words: {},
  ...over,
});

describe('the page of a task', () => {
  it('says who asked, who has it, and which times count now', () => {
    const { facts, deadlines, title } = view(answer());
    expect(title).toBe('999 response');
    expect(facts).toContainEqual({ key: 'Asked of', text: 'Us (crew)' });
    expect(facts).toContainEqual({ key: 'Who has it now', text: 'Police (control room)' });
    expect(deadlines.map(({ key, text }) => `${key}: ${text}`)).toEqual([
      'Answer: 3.50 am, 2 minutes left',
      'Begin: 3.47 am, over by 1 minute',
    ]);
    expect(view(answer({ status: 'completed' })).deadlines).toEqual([]);
  });

  it('shows the sender’s own word where it differs, to the other side alone', () => {
    expect(view(answer()).words).toEqual(['They call it “emergency”. Both words mean the shared term.']);
    expect(view(answer(), 'police').words).toEqual([]);
    expect(view(answer({}, { words: { kind: word('job', 'job') } })).words).toEqual([]);
  });

  it('says of a request that is not recorded that they do not have it', () => {
    const { task: _task, ...rest } = answer();
    expect(view(rest).facts).toEqual([{ key: 'Status', text: expect.stringContaining('Telephone them') }]);
    expect(view(rest).tag.text).toBe('Not recorded');
  });

  it('shows what is to be looked at by this agency alone, and what goes later', () => {
    const notice = { eventId: 'e1', kind: 'declined', at: '', to: 'ambulance' };
    const others = { ...notice, to: 'police' };
    const seen = { ...notice, closedAt: '2026-11-26T03:40:00.000Z' };
    const kept = [
      { item: 'full-name', stage: 'accepted' },
      { item: 'phone', stage: 'accepted', ended: 'sent' },
    ];
    const shown = view(answer({}, { notices: [notice, others, seen], kept }));
    expect(shown.notices).toEqual([{ eventId: 'e1', text: 'They declined', isReview: false }]);
    expect(shown.later).toEqual(['Full name: goes when they accept']);
  });

  it('shows what is not known with who could know it, and lets nobody be asked for what nobody holds', () => {
    const gaps = [
      {
        code: 'phone',
        label: 'Phone',
        mayTell: [
          { agency: 'mh-trust', name: 'Wealdmere Trust' },
          { agency: 'social-care', name: 'Wealdmere Council' },
        ],
      },
      { code: 'alias', label: 'Alias', mayTell: [] },
    ];
    const shown = view(answer({ mode: 'exercise' }, { gaps }));
    expect(shown.gaps.map(({ text, canBeAsked }) => [text, canBeAsked])).toEqual([
      ['Wealdmere Trust or Wealdmere Council could know', true],
      ['Nobody whom you may ask is known to hold it', false],
    ]);
    expect(shown.asking).toEqual({ mode: 'exercise', unit: 'crew' });
    expect(view(answer({ status: 'completed' }, { gaps })).gaps).toEqual([]);
  });

  it('tells when it was agreed by telephone beside when it was recorded', () => {
    const { facts } = view(answer({ occurredAt: '2026-11-26T03:00:00.000Z' }));
    expect(facts).toContainEqual({ key: 'Asked by telephone', text: '26 November 2026, 3 am' });
  });

  it('acts for the unit of the task that is this agency’s own', () => {
    expect([
      ownUnit(answer(), 'ambulance'),
      ownUnit(answer(), 'police'),
      ownUnit(answer(), 'voluntary'),
    ]).toEqual(['crew', 'control-room', '']);
  });
});

describe('an item', () => {
  const item = {
    code: 'phone',
    label: 'Phone',
    state: 'known',
    agency: 'police',
    unit: 'x',
    recordedAt: '2026-11-26T03:40:00.000Z',
  };

  it.each([
    [{ value: '07700 900123' }, '07700 900123'],
    [{ state: 'unknown', absent: 'asked-unknown' }, 'Asked: the person does not know or did not answer'],
    [{ recalled: 'wrong-person' }, 'Taken back: wrong person. Do not use it.'],
    [{ refused: 'no-agreement' }, 'Not let in: no agreement'],
    [{ value: {}, inWords: word('drunk', 'intoxicated') }, 'Intoxicated (they say: drunk)'],
  ])('is its value, or why there is none: %j', (over, text) => {
    expect(itemView({ ...item, ...over }).text).toBe(text);
  });

  it('says from where it is, how sure, and what was searched', () => {
    const { details } = itemView({
      ...item,
      sourcekind: 'caller',
      source: 'Mrs Venn',
      confidence: 'high',
      searchedFor: 'Pellow',
    });
    expect(details).toEqual(['From Mrs Venn', 'Confidence: high', 'Searched their records for Pellow']);
  });
});

describe('what happened', () => {
  it('is told the newest first, with reason, items and words', () => {
    const declined = event('rejected', 2, {
      sender: 'ambulance',
      words: { reason: word('duplicate', 'already in hand') },
      content: { fact: 'a crew is there' },
    });
    const asked = event('requested', 1, { content: { note: 'by the gate' } });
    const told = {
      ...asked,
      event: { ...asked.event, data: { items: [{ code: 'full-name' }, { code: 'full-name' }] } },
    };
    expect(timelineOf([told, declined]).map(({ title, texts }) => [title, texts])).toEqual([
      ['Ambulance declined', ['Reason: already in hand', 'a crew is there']],
      ['Police asked', ['Told: full name', 'by the gate']],
    ]);
  });

  it('says what came first to who was too late', () => {
    expect(lastDid([event('requested', 1), event('cancelled', 2)], NOW)).toBe(
      'Police cancelled, 3 seconds ago.',
    );
    expect(lastDid([event('cancelled', 2)], NOW + 3_600_000)).toMatch(/^Police cancelled, at 26 November/);
    expect(lastDid([], NOW)).toBeUndefined();
  });
});

describe('the form of a step', () => {
  const choices: StepChoices = {
    items: [],
    agencies: [{ code: 'voluntary', name: 'Haven', units: [{ code: 'safe-haven', name: 'Lamplight' }] }],
  };
  const offer = {
    step: 'reject',
    path: '/tasks/t1/reject',
    reasons: [
      {
        code: 'no-capacity',
        label: 'no capacity',
        meaning: 'Nobody is free',
        needs: [['available-at', 'text']],
      },
    ],
  } as const;
  const refused = {
    status: 422,
    code: 'BAD',
    title: 'No.',
    because: {},
    faults: [
      { field: '/reason', text: 'expected a code' },
      { field: '/note', text: 'too long' },
    ],
  };

  it('offers what the service offers, with what each reason demands', () => {
    const { reasons, others, title } = stepView({ offer, answer: answer(), unit: 'crew', form: {}, choices });
    expect(title).toBe('Decline');
    expect(reasons).toEqual([
      {
        value: 'no-capacity',
        text: 'No capacity',
        hint: 'Nobody is free. Say when you could or a sentence that says why.',
        checked: false,
      },
    ]);
    expect(others).toEqual([{ value: 'voluntary/safe-haven', text: 'Haven: Lamplight' }]);
  });

  it('keeps what was typed, and says what is wrong beside its field: in own words where it was left empty', () => {
    const form = { note: 'x', reason: '' };
    const { typed, errors, besides } = stepView({
      offer,
      answer: answer(),
      unit: 'crew',
      form,
      choices,
      refusal: refused,
    });
    expect(typed['note']).toBe('x');
    expect(errors).toEqual([
      { text: 'Select why', href: '#reason' },
      { text: 'too long', href: '#note' },
    ]);
    expect(besides?.['note']).toEqual({ text: 'too long' });
  });
});
