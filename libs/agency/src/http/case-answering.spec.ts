import { describe, expect, it } from '@jest/globals';
import type { Task } from '#domain';
import type { TaskRow } from '#storage';
import { answeringFor } from './case-answering.js';

const police = { agency: 'police', unit: 'response' };
const trust = { agency: 'mh-trust', unit: 'health-based-place-of-safety' };
const ward = { agency: 'mh-trust', unit: 'crisis-team' };
const AT = '2026-11-26T03:00:00.000Z';

const taskOf = (id: string, more: Partial<Task> = {}): TaskRow => ({
  taskId: id,
  caseId: 'c1',
  task: {
    ...{ id, caseId: 'c1', mode: 'test', kind: 'place-of-safety-admission', urgency: 'u2-within-hour' },
    ...{ asker: police, performer: trust, owner: trust, status: 'accepted', version: 3, requestedAt: AT },
    ...more,
  },
  ...{ sequence: 1, pending: undefined, updatedAt: AT },
});
const taken = (subject: string, by: typeof police, sequence: number) =>
  ({
    sequence,
    recordedAt: `2026-11-26T03:0${sequence}:00.000Z`,
    event: {
      type: 'concordat.task.handover-accepted.v1',
      subject,
      source: `/${by.agency}/${by.unit}`,
    },
  }) as unknown as Parameters<typeof answeringFor>[1][number];

describe('who answers for the person of a case', () => {
  it('is who opened the file while nobody was asked, and then who asked first, also after a task was accepted', () => {
    const file = { openedBy: police, openedAt: AT };
    expect(answeringFor([], [], file)).toEqual({ party: police, by: 'case-file', since: AT });
    expect(answeringFor([], [], undefined)).toBeUndefined();
    const later = taskOf('t2', { asker: ward, requestedAt: '2026-11-26T03:30:00.000Z' });
    expect(answeringFor([later, taskOf('t1')], [], file)).toMatchObject({
      party: police,
      by: 'first-request',
      taskId: 't1',
    });
  });

  it('is who accepted the newest handover, also when it went back', () => {
    const tasks = [taskOf('t1'), taskOf('t2', { asker: trust, performer: ward })];
    const [there, on, back] = [taken('t1', trust, 1), taken('t2', ward, 2), taken('t1', police, 3)];
    expect(answeringFor(tasks, [there], undefined)).toMatchObject({ party: trust, taskId: 't1' });
    expect(answeringFor(tasks, [on, there], undefined)).toMatchObject({ party: ward, taskId: 't2' });
    expect(answeringFor(tasks, [there, on, back], undefined)).toEqual({
      ...{ party: police, by: 'handover', taskId: 't1' },
      since: '2026-11-26T03:03:00.000Z',
    });
  });

  it('is not changed by a task that should never have been', () => {
    const wrong = taskOf('t2', {
      status: 'entered-in-error',
      asker: ward,
      requestedAt: '2026-11-26T02:00:00.000Z',
    });
    expect(answeringFor([wrong, taskOf('t1')], [taken('t2', trust, 1)], undefined)?.party).toEqual(police);
  });
});
