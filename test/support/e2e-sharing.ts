import { expect } from '@jest/globals';
import type { County } from './county.js';
import type { Desk, EventShown, Item } from './e2e-desk.js';
import { until } from './waiting.js';

/** An item with a value. */
export const known = (code: string, value: unknown, more: object = {}): Item => ({
  code,
  state: 'known',
  value,
  ...more,
});

/** An item without one, and why. */
export const absent = (code: string, reason: string, more: object = {}): Item => ({
  code,
  state: 'unknown',
  absent: reason,
  ...more,
});

/** What a request for a place of safety needs. */
export const FOR_A_SUITE: readonly Item[] = [
  known('mha-status', 's136'),
  known('age-band', '18-64'),
  known('presenting-situation', 'on the wrong side of the rail'),
  known('risk-to-self', 'high'),
  known('risk-to-others', 'low'),
  absent('substance-now', 'not-performed'),
  absent('physical-red-flags', 'not-performed'),
];

/** What one agency shows of what the other told on a task: by item code. */
export async function toldTo(desk: Desk, taskId: string): Promise<Record<string, unknown>> {
  const { body } = await desk.get(`/tasks/${taskId}`);
  const items = (body['items'] ?? []) as {
    code: string;
    value?: unknown;
    absent?: string;
    recalled?: string;
    refused?: string;
  }[];
  return Object.fromEntries(
    items.map(({ code, value, absent: why, recalled, refused }) => [
      code,
      value ?? why ?? recalled ?? refused,
    ]),
  );
}

/** Waits until an agency has an event of this type on the task, and gives it. */
export function eventOn(desk: Desk, taskId: string, type: string): Promise<EventShown> {
  return until(`${desk.unit} has ${type} on ${taskId}`, async () => {
    const events = await desk.events(taskId);
    return events.findLast(({ event }) => event.type === `concordat.task.${type}.v1`);
  });
}

/** The rows that an audit search gives once there are so many. */
export function audited(
  county: County,
  path: string,
  count: number,
): Promise<readonly Record<string, unknown>[]> {
  return until(`${count} rows of ${path}`, async () => {
    const { status, body } = await county.audit(path);
    expect([path, status]).toEqual([path, 200]);
    const rows = body['rows'] as readonly Record<string, unknown>[];
    return rows.length >= count && rows;
  });
}
