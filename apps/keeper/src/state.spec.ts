import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_STATE, StateStore, type Letter } from './state.js';

const LETTER: Letter = {
  number: 4,
  id: 'id',
  epoch: 1,
  subject: 'concordat.status',
  message: { event: 'a.b.c' },
  sequence: 0,
};

describe("the keeper's state", () => {
  let dir: string;
  beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'concordat-state-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('is empty at first, and after a restart what it was', () => {
    const store = new StateStore(dir);
    expect(store.state).toEqual(NO_STATE);
    store.save({ opening: { epoch: 1, phase: 'open' } });
    expect(new StateStore(dir).state.opening).toEqual({ epoch: 1, phase: 'open' });
    store.finishOpening({ epoch: 1, created: 'now' });
    expect(new StateStore(dir).state).toEqual({ ...NO_STATE, epoch: 1, created: 'now' });
  });

  it('counts a letter that was kept before a crash, though the count was not', () => {
    const store = new StateStore(dir);
    store.save({ number: 3 });
    store.keep(LETTER);
    expect(new StateStore(dir).state.number).toBe(4);
    expect(new StateStore(dir).letters()).toEqual([LETTER]);
  });

  it('forgets a letter for good', () => {
    const store = new StateStore(dir);
    store.keep(LETTER);
    store.drop(4);
    expect(new StateStore(dir).letters()).toEqual([]);
  });

  it('keeps the newest clock of each exercise over a restart', () => {
    const store = new StateStore(dir);
    const clock = { exercise: 'drill', at: '21:00', id: 'id', message: { event: 'a.b.c' }, sequence: 0 };
    store.keepClock(clock);
    store.keepClock({ ...clock, at: '22:00', sequence: 7 });
    store.keepClock({ ...clock, exercise: 'other' });
    expect(new StateStore(dir).clock('drill')).toEqual({ ...clock, at: '22:00', sequence: 7 });
    expect(new StateStore(dir).clocks()).toHaveLength(2);
    expect(new StateStore(dir).clock('third')).toBeUndefined();
  });

  it('is not guessed when its file cannot be read', () => {
    writeFileSync(join(dir, 'state.json'), '{"epoch":');
    expect(() => new StateStore(dir)).toThrow("The keeper's state cannot be read");
  });

  it('writes down who overrode what, for the owner alone', () => {
    new StateStore(dir).recordOverride({ operator: 'A. Person', epoch: 2 });
    const file = join(dir, 'overrides.jsonl');
    expect(readFileSync(file, 'utf8')).toBe('{"operator":"A. Person","epoch":2}\n');
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});
