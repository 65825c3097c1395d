import { describe, expect, it } from '@jest/globals';
import { UsageError, readArguments } from './arguments.js';
import { EXPLAIN_OPTIONS, readExplainCall } from './explain-call.js';

const read = (...args: readonly string[]) => readExplainCall(readArguments(args, EXPLAIN_OPTIONS));
const ASKED = [
  '--from',
  'police/control-room',
  '--to',
  'mh-trust/street-triage',
  '--kind',
  's136-consultation',
];

function faultsOf(...args: readonly string[]): readonly string[] {
  try {
    read(...args);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.faults;
    throw error;
  }
}

describe('a call of concordat explain', () => {
  it('says who asks whom for what, as an exercise, of whatever runs here', () => {
    expect(read(...ASKED)).toEqual({
      call: {
        from: { agency: 'police', unit: 'control-room' },
        to: { agency: 'mh-trust', unit: 'street-triage' },
        kind: 's136-consultation',
        mode: 'exercise',
        items: [],
        everyItem: false,
        wanted: [],
      },
      answerer: { by: 'running-system' },
    });
  });

  it('takes items one by one, after commas, and as the words that follow', () => {
    const { call } = read(...ASKED, '--item', 'alias,phone', 'area', '--item=gender', '--json');
    expect(call.items).toEqual(['alias', 'phone', 'gender', 'area']);
  });

  it('takes a unit whose own name holds a slash', () => {
    expect(read(...ASKED.slice(2), '--from', 'police/999/101 desk').call.from).toEqual({
      agency: 'police',
      unit: '999/101 desk',
    });
  });

  it('may name everything that a request says beside its items', () => {
    const { call } = read(
      ...ASKED,
      '--grade',
      'C2',
      '--mode',
      'test',
      '--want',
      'crisis-plan,wishes',
      '--purpose',
      'p',
      '--basis',
      'b',
    );
    expect(call).toMatchObject({
      grade: 'C2',
      mode: 'test',
      wanted: ['crisis-plan', 'wishes'],
      purpose: 'p',
      basis: 'b',
    });
    expect(read(...ASKED, '--case', 'x', '--urgency', 'u1-immediate').call).toMatchObject({
      caseId: 'x',
      urgency: 'u1-immediate',
    });
  });

  it('may say who is to answer', () => {
    expect(read(...ASKED, '--offline').answerer).toEqual({ by: 'directory', folder: undefined });
    expect(read(...ASKED, '--directory', 'draft').answerer).toEqual({ by: 'directory', folder: 'draft' });
    expect(read(...ASKED, '--service', 'http://127.0.0.1:4102/', '--token-file', 't').answerer).toEqual({
      by: 'service',
      url: 'http://127.0.0.1:4102',
      tokenFile: 't',
    });
  });

  it.each([
    [['--urgency', 'a', '--grade', 'b'], 'Give either --urgency or --grade, not both.'],
    [['--item', 'a', '--every-item'], 'Give either --item or --every-item, not both.'],
    [['--offline', '--case', 'x'], 'Give either --offline or --case, not both.'],
    [['--service', 'http://a'], '--service needs --token-file.'],
    [['--token-file', 'a'], '--token-file needs --service.'],
    [
      ['--service', 'police', '--token-file', 'a'],
      '--service takes the address of an agency service, as in http://127.0.0.1:4102.',
    ],
    [['--mode', 'drill'], '--mode takes one of: actual, exercise, test.'],
    [['phone'], 'What does "phone" stand for? Items follow --item.'],
  ])('is not understood with %j', (more, fault) => {
    expect(faultsOf(...ASKED, ...more)).toEqual([fault]);
  });

  it('is refused with all that is missing at once', () => {
    expect(faultsOf('--to', 'mh-trust')).toEqual([
      '--from is missing: who asks, as agency/unit.',
      '--to takes an agency and its unit, as in police/control-room.',
      '--kind is missing: what would be asked for.',
    ]);
  });
});
