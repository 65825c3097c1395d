import { expect, it } from '@jest/globals';
import { boardView } from './board-view.js';

const task = (asker: string, performer: string) => ({
  kind: 'welfare-check',
  status: 'requested',
  urgency: 'u2-within-hour',
  asker: { agency: asker, unit: 'desk' },
  performer: { agency: performer, unit: 'crew' },
});

it('the board says of each task who the other party is, and who asked', () => {
  const list = {
    tasks: [
      { taskId: '1', task: task('police', 'ambulance') },
      { taskId: '2', task: task('ambulance', 'police') },
      { taskId: '3' },
    ],
  };
  const { count, rows } = boardView(list, { agency: 'police' });
  expect(count).toBe(2);
  expect(rows.map((row) => [row.id, row.with, row.askedOfUs])).toEqual([
    ['1', 'ambulance/crew', false],
    ['2', 'ambulance/desk', true],
  ]);
});
