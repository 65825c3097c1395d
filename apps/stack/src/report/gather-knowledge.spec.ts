import { describe, expect, it } from '@jest/globals';
import type { Told } from '../rehearsal/told.js';
import { playedWorld, type Said } from '../../test/played-world.js';
import { checksOf } from './gather-checks.js';
import { eventsOf } from './gather-events.js';
import { exceptionsOf } from './gather-exceptions.js';
import { knownOf } from './gather-knowledge.js';
import { tasksOf } from './gather-tasks.js';
import type { Source } from './source.js';

const asked = (at = 10): Said => ({ type: 'requested', by: 'asker', at });

const item = (code: string, more: object) => ({
  code,
  state: 'known',
  rule: 'r',
  stage: 'offer',
  commitment: 'c',
  ...more,
});

describe('who knew what, and when', () => {
  const told = (): Source =>
    playedWorld([
      {
        ...asked(),
        data: {
          items: [
            item('full-name', { state: 'unknown', absent: 'asked-unknown' }),
            item('phone', {}),
            item('worker-safety-warning', { state: 'withheld', absent: 'masked' }),
          ],
        },
        content: {
          items: [
            { salt: 's', value: null },
            { salt: 's', value: '07700 900461' },
            { salt: 's', value: null },
          ],
        },
      },
      {
        type: 'informed',
        at: 20,
        data: { items: [item('full-name', { state: 'reported-unconfirmed' })] },
        content: { items: [{ salt: 's', value: 'A' }] },
      },
      {
        type: 'recalled',
        at: 30,
        data: { reason: 'wrong-person', recalls: [{ event: 'event-1', item: 'full-name' }] },
      },
    ]);

  it('is told for who said it and who was told it, with the reason where there is no value', () => {
    const known = knownOf(told());
    expect(known.get('phone')?.get('mh-trust')).toEqual([
      { minute: 10, as: 'value', words: '“07700 900461”', beside: [], from: 'Wealdmere Police', task: 'T1' },
    ]);
    expect(known.get('phone')?.get('police')?.[0]).toMatchObject({ minute: 10, as: 'value' });
    expect(known.get('worker-safety-warning')?.get('mh-trust')?.[0]).toMatchObject({
      as: 'held',
      code: 'masked',
    });
    expect(
      known
        .get('full-name')
        ?.get('police')
        ?.map(({ as, minute: at, code }) => [as, at, code]),
    ).toEqual([
      ['reason', 10, 'asked-unknown'],
      ['unconfirmed', 20, undefined],
      ['taken-back', 30, undefined],
    ]);
  });

  it('names what waits and what no agreement let through, once', () => {
    const police = { agency: 'police', unit: 'control-room' };
    const trust = { agency: 'mh-trust', unit: 'suite-north' };
    const step = (at: number): Told =>
      ({
        step: { at, by: police },
        kept: [],
        parcels: [
          {
            task: 'T1',
            from: police,
            to: trust,
            left: [{ code: 'phone', until: 'accepted' }],
            notAllowed: [{ code: 'mh-history', why: 'no-agreement' }],
            sequence: 2 ** 40 + at,
            eventId: `e${at}`,
          },
        ],
      }) as unknown as Told;
    const known = knownOf(playedWorld([], { told: [step(1), step(2)] }));
    expect(
      known
        .get('phone')
        ?.get('mh-trust')
        ?.map(({ as, minute: at }) => [as, at]),
    ).toEqual([['waits', 1]]);
    expect(
      known
        .get('mh-history')
        ?.get('mh-trust')
        ?.map(({ as, minute: at }) => [as, at]),
    ).toEqual([['not-let', 1]]);
  });
});

describe('what went another way', () => {
  it('is sorted by what it is: no, silence, somebody called in, an override', () => {
    const source = playedWorld(
      [
        asked(),
        { type: 'overdue', by: 'asker', data: { deadline: 'acknowledge' } },
        {
          type: 'rejected',
          at: 12,
          data: { reason: 'bed-or-suite-full' },
          content: { fact: 'next space 05:00' },
        },
        { type: 'escalated', by: 'asker', data: { why: 'all-declined', to: [] } },
        { type: 'informed', by: 'asker', at: 13, data: { override: { reason: 'life-at-risk' } } },
      ],
      { begun: [0, [12, 1]] },
    );
    const events = eventsOf(source);
    const stopped = [
      {
        task: 'T1',
        sender: 'police',
        receiver: 'mh-trust',
        item: 'phone',
        why: 'no-agreement',
        recordedAt: '2026-11-25T10:00:01.000Z',
      },
    ];
    const found = exceptionsOf(source, { events, tasks: tasksOf(source, events), stopped });
    expect(found.declined).toMatchObject([{ minute: 12, task: 'T1', beside: 'next space 05:00' }]);
    expect(found.unanswered.map(({ what }) => what)).toEqual(['deadline missed: to look at it']);
    expect(found.escalated).toHaveLength(1);
    expect(found.overridden).toHaveLength(1);
    expect(found.stopped).toMatchObject([
      { minute: 13, who: 'Wealdmere Police', beside: 'no agreement lets it travel on this task' },
    ]);
  });
});

describe('what was expected', () => {
  it('holds, fails with what was found, or was not judged', () => {
    const refused = (line: number) => ({ form: 'refused', line, refused: 'A_CODE' }) as const;
    const step = (fate: string, failures: readonly string[]): Told =>
      ({
        step: { at: 3, by: 'bus', expect: 'It is refused.', asserts: [refused(7)] },
        fate,
        failures,
        parcels: [],
        kept: [],
      }) as unknown as Told;
    const result = (fate: string, failures: readonly string[] = []) =>
      checksOf(playedWorld([], { told: [step(fate, failures)] }), undefined)[0]?.assertions;
    const words = 'the step is refused: A_CODE';
    expect(result('played')).toEqual([{ words, result: 'holds' }]);
    expect(result('not-played')).toEqual([{ words, result: 'not-judged' }]);
    expect(result('failed', ['Line 7: expected refused: A_CODE; found: it was not refused.'])).toEqual([
      { words, result: 'fails', found: 'it was not refused.' },
    ]);
  });
});
