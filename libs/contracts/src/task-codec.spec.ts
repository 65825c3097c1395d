import { describe, expect, it } from '@jest/globals';
import type { TaskEvent } from '#domain';
import { decodeEvent, type EventType, type TaskEventType, type TaskLedgerEvent } from './event.js';
import { EVENT_CLASSES } from './event.js';
import { OverrideData, ItemData } from './events/task-events.js';
import { fromWire, toWire } from './task-codec.js';
import { sampleEvent, sampleOf } from './worked-message.js';

const TYPES = (Object.keys(EVENT_CLASSES) as EventType[]).filter((type): type is TaskEventType =>
  type.startsWith('concordat.task.'),
);
const items = [sampleOf(ItemData) as unknown as ItemData];
const override = sampleOf(OverrideData) as unknown as OverrideData;

/** The sample of a type as its step is written: what was skipped and warned of is no part of the step. */
function sample(type: TaskEventType): TaskLedgerEvent & { readonly data: Record<string, unknown> } {
  const event = sampleEvent(type);
  const { skipped: _own, warnings: _beside, ...data } = event['data'] as Record<string, unknown>;
  return { ...event, data } as unknown as TaskLedgerEvent & { readonly data: Record<string, unknown> };
}

describe('A task event', () => {
  it.each(TYPES)('%s is read as a step and written again without loss', (type) => {
    const event = sample(type);
    const carries = 'items' in event.data;
    const step = fromWire(event);
    const written = carries ? toWire(step, items, override) : toWire(step, []);
    expect(written).toEqual({ type, data: event.data });
    const again = decodeEvent(JSON.stringify({ ...event, ...written }));
    expect(fromWire(again as TaskLedgerEvent)).toEqual(step);
  });

  it.each(TYPES)('%s names neither items nor an override when it carries none', (type) => {
    const { data } = toWire(fromWire(sample(type)), []);
    expect(data).not.toHaveProperty('items');
    if (type !== 'concordat.task.reviewed.v1') expect(data).not.toHaveProperty('override');
  });

  it('says who took the step, when, and as which of the task', () => {
    expect(fromWire(sample('concordat.task.corrected.v1'))).toMatchObject({
      type: 'corrected',
      by: { agency: 'police', unit: 'control-room' },
      version: 7,
      at: '2026-03-14T22:05:00.000Z',
    });
  });

  it('that asks says no grade, purpose or basis where the asker gave none', () => {
    const party = { agency: 'police', unit: 'control-room' };
    const request: TaskEvent = {
      type: 'requested',
      taskId: 'task-1',
      version: 1,
      by: party,
      at: '2026-03-14T22:05:00.000Z',
      caseId: 'case-1',
      mode: 'exercise',
      kind: 'welfare-check',
      urgency: 'u2-within-hour',
      asker: party,
      performer: { agency: 'ambulance', unit: 'crew' },
    };
    const { data } = toWire(request, []);
    expect(Object.keys(data).sort()).toEqual(['asker', 'kind', 'performer', 'urgency']);
  });
});
