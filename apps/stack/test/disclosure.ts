import type { Disclosure } from '../src/command/audit-text.js';

/** A name that the police said they withhold, and took back. */
export const DISCLOSURE: Disclosure = {
  leafIndex: 12,
  recordedAt: '2026-03-14T22:05:00.123Z',
  occurredAt: null,
  sender: 'police',
  senderUnit: 'control-room',
  receiver: 'ambulance',
  receiverUnit: null,
  item: 'full-name',
  state: 'withheld',
  absent: 'masked',
  rule: 'police.emergency.offer',
  way: 'pushed',
  taskId: 'task-1',
  refusedBy: null,
  correctedBy: [],
  recalledBy: [{}],
};
