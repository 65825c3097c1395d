import { describe, expect, it } from '@jest/globals';
import type { Task } from '#domain';
import type { TaskLedgerEvent } from '#contracts';
import type { CaseEntry, TaskRow } from '#storage';
import { requestsIn } from './http/case-gaps.js';
import { saidIn } from './http/case-story.js';
import { knownItems, type ShownEvent } from './http/known-items.js';
import { isOwnWord, tasksWithin } from './own-word.js';
import { keyOf, voicesOn } from './voices.js';

const asker = { agency: 'mh-trust', unit: 'street-triage' };
const performer = { agency: 'mh-trust', unit: 'crisis-team' };

function shown(version: number, unit: string, type: string, data: object = {}): ShownEvent {
  const items = (data as { items?: readonly { code: string }[] }).items;
  return {
    eventId: `event-${version}`,
    version,
    sequence: version,
    recordedAt: '2031-01-17T21:42:00.000Z',
    sender: 'mh-trust',
    event: {
      type: `concordat.task.${type}.v1`,
      source: `/mh-trust/${unit}`,
      subject: 'task-1',
      data,
    } as unknown as TaskLedgerEvent,
    content: items
      ? { items: items.map(({ code }) => ({ salt: '', value: `${code} by ${unit} in ${version}` })) }
      : {},
    signed: '',
  };
}

const item = (code: string) => ({ code, state: 'known' });
const request = shown(1, 'street-triage', 'requested', { asker, performer, items: [item('alias')] });
const answer = shown(2, 'crisis-team', 'informed', { items: [item('alias')] });

describe('what is known on a task between two units of one agency', () => {
  const values = (...events: ShownEvent[]) =>
    knownItems(events).map(({ unit, value, recalled }) => [unit, recalled ?? value]);

  it('stands once for each of them: the one does not take the place of the other', () => {
    expect(values(request, answer)).toEqual([
      ['street-triage', 'alias by street-triage in 1'],
      ['crisis-team', 'alias by crisis-team in 2'],
    ]);
  });

  it('changes for the unit alone that says something newer, by whichever unit beside the asking one', () => {
    const newer = shown(3, 'community-team', 'informed', { items: [item('alias')] });
    expect(values(request, answer, newer)).toEqual([
      ['street-triage', 'alias by street-triage in 1'],
      ['community-team', 'alias by community-team in 3'],
    ]);
  });

  it('is taken back by the side that told it, and by nobody else', () => {
    const recalls = [{ event: 'event-1', item: 'alias' }];
    const by = (unit: string) => shown(3, unit, 'recalled', { recalls, reason: 'incorrect' });
    expect(values(request, answer, by('crisis-team'))[0]).toEqual([
      'street-triage',
      'alias by street-triage in 1',
    ]);
    expect(values(request, answer, by('street-triage'))[0]).toEqual(['street-triage', 'incorrect']);
  });
});

describe('what one unit of an agency asks another for', () => {
  it('is answered by what the asked unit tells, not by what the asking one says of it', () => {
    const wanted = ['alias'];
    const task = {
      id: 'task-1',
      asker,
      performer,
      wanted,
      requestedAt: '2031-01-17T21:42:00Z',
    } as unknown as Task;
    const answered = (...events: ShownEvent[]) =>
      requestsIn([{ taskId: 'task-1', task } as TaskRow], { agency: 'mh-trust', entries: [], events })[0]
        ?.answered;
    expect(answered(request)).toEqual([]);
    expect(answered(request, answer)).toEqual(['alias']);
  });
});

describe('what an agency holds of a case', () => {
  const filed = (unit: string, value: string, more: object = {}) => ({
    at: '2031-01-17T21:42:00.000Z',
    by: { agency: 'mh-trust', unit },
    fromAgency: 'mh-trust',
    item: 'alias',
    entry: { state: 'known', value, ...more },
  });
  const told = (eventId: string) => ({ eventId, taskId: 'task-1' });
  const held = (events: readonly ShownEvent[], ...entries: CaseEntry[]) =>
    saidIn({ agency: 'mh-trust', entries, events }).map(({ unit, statement }) => [unit, statement.value]);
  const triage = filed('street-triage', 'Cor', told('event-1'));
  const crisis = filed('crisis-team', 'Cor', told('event-2'));
  const recalled = (unit: string, event: string): ShownEvent => ({
    ...shown(3, unit, 'recalled', { recalls: [{ event, item: 'alias' }], reason: 'incorrect' }),
    recordedAt: '2031-01-17T22:42:00.000Z',
  });

  it('keeps what one unit said when the other takes back its own, on the task between them', () => {
    const events = [request, answer, recalled('crisis-team', 'event-2')];
    expect(held(events, triage, crisis)).toEqual([['street-triage', 'Cor']]);
  });

  it('keeps what one unit said when the other puts its own right, though both had said the same', () => {
    const same = {
      ...shown(2, 'crisis-team', 'informed', { items: [item('alias')] }),
      content: { items: [{ salt: '', value: 'Cor' }] },
    };
    const later = { at: '2031-01-17T22:42:00.000Z' };
    const right = { ...filed('crisis-team', 'Kestrel', { corrects: 'event-2', taskId: 'task-1' }), ...later };
    expect(held([request, same], triage, crisis, right)).toEqual([
      ['street-triage', 'Cor'],
      ['crisis-team', 'Kestrel'],
    ]);
  });

  it('loses what any of its units said when it takes it back from another agency as not so', () => {
    const police = { agency: 'police', unit: 'response' };
    const between = shown(1, 'street-triage', 'requested', {
      asker,
      performer: police,
      items: [item('alias')],
    });
    expect(held([between, recalled('crisis-team', 'event-1')], triage, crisis)).toEqual([]);
  });
});

describe('what a unit puts right or takes back on a task with another unit of its agency', () => {
  const within = tasksWithin([request]);
  const later = { unit: 'crisis-team', taskId: 'task-1' };

  it.each([
    ['is what it said itself, wherever', { unit: 'crisis-team', taskId: 'task-9' }, later, true],
    ['is what its side told there', { unit: 'community-team', taskId: 'task-1' }, later, true],
    ['is not what the asking unit told there', { unit: 'street-triage', taskId: 'task-1' }, later, false],
    ['is not what another unit said elsewhere', { unit: 'community-team', taskId: 'task-9' }, later, false],
    ['is not what stands in the file by the other', { unit: 'street-triage' }, later, false],
  ])('%s', (_, statement, word, expected) => {
    expect(isOwnWord(statement, word, within)).toBe(expected);
  });

  it('is what any unit said where the task is between agencies: there an agency has one word', () => {
    expect(isOwnWord({ unit: 'street-triage' }, { unit: 'crisis-team', taskId: 'task-9' }, within)).toBe(
      true,
    );
    expect(isOwnWord({ unit: 'street-triage' }, { unit: 'crisis-team' }, within)).toBe(true);
  });
});

describe('an agency speaks on a task', () => {
  const task = (parties: Partial<Task>): Task => ({ asker, performer, ...parties }) as Task;
  const police = { agency: 'police', unit: 'response' };
  const sides = (about: Task, unit?: string) =>
    voicesOn(about, 'mh-trust', unit).map(({ side, by }) => `${by.unit} as ${side}`);

  it('by the unit that has part in it, and by both where it is between two of them', () => {
    expect(sides(task({ asker: police }))).toEqual(['crisis-team as performer']);
    expect(sides(task({ performer: police }))).toEqual(['street-triage as asker']);
    expect(sides(task({}))).toEqual(['street-triage as asker', 'crisis-team as performer']);
    expect(sides(task({ asker: police, performer: police }))).toEqual([]);
  });

  it('by the unit that is named, for the side on which that stands', () => {
    expect(sides(task({ asker: police }), 'community-team')).toEqual(['community-team as performer']);
    expect(sides(task({}), 'street-triage')).toEqual(['street-triage as asker']);
    expect(sides(task({}), 'community-team')).toEqual(['community-team as performer']);
    expect(sides(task({ asker: police, performer: police }), 'crisis-team')).toEqual([]);
  });

  it('once for one occasion, but twice where both units of one agency have something to say', () => {
    const keys = (about: Task) =>
      voicesOn(about, 'mh-trust').map((voice) => keyOf('passed on e1', 'task-1', 0, voice));
    expect(keys(task({ asker: police }))).toEqual(['passed on e1 task-1 0']);
    expect(new Set(keys(task({}))).size).toBe(2);
  });
});
