import { describe, expect, it } from '@jest/globals';
import { POLICE } from './ask-example.js';
import { sentView, type SentTask } from './sent-view.js';

const TASK = {
  performer: { agency: 'mh-trust', unit: 'crisis-team' },
  kind: 'crisis-home-visit',
  requestedAt: '2026-11-26T03:48:05Z',
  decideBy: '2026-11-26T04:08:05Z',
};
const nextOf = (task?: SentTask['task']) =>
  sentView(
    { taskId: 't1', ...(task && { task }) },
    { state: 'recorded', sequence: 7 },
    {
      catalogue: POLICE,
      again: '',
    },
  )['next'];

describe('the page of a request that was sent', () => {
  it('says what happens now, also while the service does not show the task yet', () => {
    expect(nextOf(TASK)).toMatch(/^They should accept or decline by 26 November 2026, 4\.08 am\./);
    expect(nextOf()).toBe('They accept or decline it. The task is yours until somebody accepts it.');
  });
});
