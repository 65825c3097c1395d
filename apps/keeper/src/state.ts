import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochState, Message } from '#contracts';
import { bundleHash, parseBundle } from '#directory';

/** An epoch that is being opened: written down before the broker is touched, so that a crash half-way is finished. */
export interface Opening {
  readonly epoch: number;
  readonly phase: EpochState;
}

/** What the keeper must not forget. */
export interface KeeperState {
  /** 0 before the first epoch. */
  readonly epoch: number;
  readonly phase: EpochState;
  readonly opening?: Opening;
  /** When the broker made the stream of this epoch, in the broker's own words. */
  readonly created: string;
  /** The highest ledger sequence that was seen. */
  readonly lastSequence: number;
  /** Agencies that have not yet signed "sent again". */
  readonly awaiting: readonly string[];
  /** Ledger sequence from which witnesses are read next. */
  readonly cursor: number;
  readonly overridden: boolean;
  /** The last number that was given to an event of the keeper. */
  readonly number: number;
  /** The newest directory version, and the epoch in which it was published last. */
  readonly directory: { readonly version: number; readonly hash: string; readonly epoch: number };
  /** What the last numbered status of this epoch said. */
  readonly published: string;
}

/** A numbered event of the keeper, kept until the audit service has signed that its log holds it. */
export interface Letter {
  readonly number: number;
  readonly id: string;
  readonly epoch: number;
  readonly subject: string;
  readonly message: Message;
  /** Ledger sequence; 0 while it is not known to be recorded. Its epoch is the one in which it was recorded. */
  readonly sequence: number;
}

/** The newest clock of an exercise that the keeper signed. It never goes back, so it is kept for good. */
export interface ExerciseClock {
  readonly exercise: string;
  /** RFC 3339 UTC, in the one form that the wire has. */
  readonly at: string;
  readonly id: string;
  readonly message: Message;
  /** Ledger sequence; 0 while it is not known to be recorded. Its epoch is the one in which it was recorded last. */
  readonly sequence: number;
}

/** The state before the first epoch. */
export const NO_STATE: KeeperState = {
  epoch: 0,
  phase: 'open',
  created: '',
  lastSequence: 0,
  awaiting: [],
  cursor: 0,
  overridden: false,
  number: 0,
  directory: { version: 0, hash: '', epoch: 0 },
  published: '',
};

/**
 * The keeper's own directory: `state.json`, `letters/<number>.json`, `clocks/<exercise>.json` and `overrides.jsonl`. Each
 * write is on disk, whole or not at all, before the call returns. Throws when a file is there but cannot be read: the keeper
 * then must not guess.
 */
export class StateStore {
  private readonly letterDir: string;
  private readonly clockDir: string;
  private readonly known = new Map<number, Letter>();
  private readonly clockOf = new Map<string, ExerciseClock>();
  private now: KeeperState;

  constructor(private readonly dir: string) {
    this.letterDir = join(dir, 'letters');
    this.clockDir = join(dir, 'clocks');
    for (const letter of readAll<Letter>(this.letterDir)) this.known.set(letter.number, letter);
    for (const clock of readAll<ExerciseClock>(this.clockDir)) this.clockOf.set(clock.exercise, clock);
    const file = join(dir, 'state.json');
    this.now = this.takeUp(existsSync(file) ? readJson<KeeperState>(file) : NO_STATE);
  }

  /** The newest state; it is on disk. */
  get state(): KeeperState {
    return this.now;
  }

  /** Changes the state; writes nothing when nothing changes. */
  save(change: Partial<KeeperState>): void {
    const next = { ...this.now, ...change };
    const text = JSON.stringify(next);
    if (text === JSON.stringify(this.now)) return;
    writeWhole(this.dir, 'state.json', text);
    this.now = next;
  }

  /** Ends the opening of an epoch: the change and the end of the intent are one write. */
  finishOpening(change: Partial<KeeperState>): void {
    const { opening: _done, ...rest } = { ...this.now, ...change };
    writeWhole(this.dir, 'state.json', JSON.stringify(rest));
    this.now = rest;
  }

  /** Letters in the order of their numbers. */
  letters(): readonly Letter[] {
    return [...this.known.values()].sort((a, b) => a.number - b.number);
  }

  /** Keeps a letter, or notes what became of it. */
  keep(letter: Letter): void {
    writeWhole(this.letterDir, `${letter.number}.json`, JSON.stringify(letter));
    this.known.set(letter.number, letter);
  }

  /** Forgets a letter that the audit log holds. */
  drop(number: number): void {
    rmSync(join(this.letterDir, `${number}.json`), { force: true });
    this.known.delete(number);
  }

  /** The newest clock of an exercise; undefined before it has one. */
  clock(exercise: string): ExerciseClock | undefined {
    return this.clockOf.get(exercise);
  }

  /** The newest clock of every exercise, in no order. */
  clocks(): readonly ExerciseClock[] {
    return [...this.clockOf.values()];
  }

  /** Keeps the clock of an exercise in the place of the one before, or notes where it was recorded. */
  keepClock(clock: ExerciseClock): void {
    writeWhole(this.clockDir, `${clock.exercise}.json`, JSON.stringify(clock));
    this.clockOf.set(clock.exercise, clock);
  }

  /** Adds a line to the record of what operators did. It names people, so it stays here and goes into no log. */
  recordOverride(line: object): void {
    const file = join(this.dir, 'overrides.jsonl');
    appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    sync(file);
    sync(this.dir);
  }

  /** A crash between a letter and the state that counts it leaves the letter: its number and version are taken. */
  private takeUp(state: KeeperState): KeeperState {
    const number = Math.max(state.number, ...this.known.keys());
    const last = this.letters().findLast(({ message }) => message.bundle !== undefined);
    const bundle = last && parseBundle(last.message.bundle);
    if (!last || !bundle || bundle.version < state.directory.version || last.epoch < state.directory.epoch) {
      return { ...state, number };
    }
    const directory = { version: bundle.version, hash: bundleHash(bundle), epoch: last.epoch };
    return { ...state, number, directory };
  }
}

/** The files of a folder, which is made when it is not there. */
function readAll<T>(dir: string): T[] {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const names = readdirSync(dir).filter((name) => name.endsWith('.json'));
  return names.map((name) => readJson<T>(join(dir, name)));
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (cause) {
    throw new Error(`The keeper's state cannot be read: ${file}`, { cause });
  }
}

function writeWhole(dir: string, name: string, text: string): void {
  const draft = join(dir, `${name}.draft`);
  writeFileSync(draft, text, { mode: 0o600 });
  sync(draft);
  renameSync(draft, join(dir, name));
  sync(dir);
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
