import type { TaskCommand, TaskCommandType } from './commands.js';
import { decide } from './decide.js';
import type { TaskEvent } from './events.js';
import { evolve } from './evolve.js';
import { nextSteps, type NeedCandidate, type Need, type NeedStep, type NeedStrategy } from './needs.js';
import type { TaskRules } from './rules.js';
import { isClosed, type Party, type Task } from './task.js';
import { NOW, welfareCheck } from './worked-example.js';

// A ledger in small for the specs of needs: subjects with expected places, batches of all or nothing, and readers who
// are told late, twice and in any order. No index names it.

/** The verdict of the one need: the task that claims it, or its asker's closing. */
interface Claim {
  readonly type: 'claimed';
  readonly task?: string;
}

interface Entry {
  /** Id of a task, or `need`. */
  readonly subject: string;
  readonly said: TaskEvent | Claim;
}

interface Append extends Entry {
  /** Place of the last entry on the subject that the writer knows of; 0 for none. */
  readonly expected: number;
}

const NEED = 'need';
const party = (index: number): Party => ({ agency: `agency-${index}`, unit: 'desk' });
const asker = party(0);

/** The ledger: an entry's place is its number from 1. */
export class SmallLedger {
  readonly entries: Entry[] = [];
  /** Batches that were refused because of the need alone: the task had not moved. */
  refusedClaims = 0;

  /** All of them or none. */
  append(batch: readonly Append[]): boolean {
    const moved = batch.filter(({ subject, expected }) => this.lastOn(subject) !== expected);
    if (moved.length === 1 && moved[0]?.subject === NEED && batch.length === 2) this.refusedClaims += 1;
    if (moved.length > 0) return false;
    this.entries.push(...batch.map(({ subject, said }) => ({ subject, said })));
    return true;
  }

  private lastOn(subject: string): number {
    return this.entries.findLastIndex((entry) => entry.subject === subject) + 1;
  }
}

/** One agency's reading of the ledger: folds tasks by version, and parks what comes too early. */
export class SmallReader {
  readonly tasks = new Map<string, Task>();
  /** Last place folded on each subject. */
  readonly places = new Map<string, number>();
  verdict: Claim | undefined;
  private readonly undelivered = new Set<number>();
  private readonly parked = new Map<string, { readonly place: number; readonly event: TaskEvent }[]>();
  private heard = 0;

  constructor(
    private readonly ledger: SmallLedger,
    /** Which subjects this agency is delivered. */
    private readonly mine: (entry: Entry) => boolean,
  ) {}

  /** Delivers one entry that was not delivered yet, or any that was, as the number says. */
  deliver(pick: number, again: boolean): void {
    this.listen();
    const places = again
      ? this.ledger.entries.flatMap((entry, index) => (this.mine(entry) ? [index + 1] : []))
      : [...this.undelivered];
    const place = places[pick % Math.max(places.length, 1)];
    if (place !== undefined) this.take(place);
  }

  /** Delivers all that is left, in order. */
  catchUp(): void {
    this.listen();
    for (const place of [...this.undelivered].sort((a, b) => a - b)) this.take(place);
  }

  private listen(): void {
    for (; this.heard < this.ledger.entries.length; this.heard += 1)
      if (this.mine(this.ledger.entries[this.heard] as Entry)) this.undelivered.add(this.heard + 1);
  }

  private take(place: number): void {
    this.undelivered.delete(place);
    const { subject, said } = this.ledger.entries[place - 1] as Entry;
    if (said.type === 'claimed') {
      this.verdict ??= said;
      this.places.set(subject, place);
      return;
    }
    const waiting = this.parked.get(subject) ?? [];
    this.parked.set(subject, [...waiting, { place, event: said }]);
    this.release(subject);
  }

  private release(subject: string): void {
    for (;;) {
      const next = (this.tasks.get(subject)?.version ?? 0) + 1;
      const found = this.parked.get(subject)?.find(({ event }) => event.version === next);
      if (!found) return;
      this.tasks.set(subject, evolve(this.tasks.get(subject), found.event));
      this.places.set(subject, found.place);
    }
  }
}

/** A county in small: one asker with one need, and its candidates, each with a reading of their own. */
export class SmallCounty {
  readonly ledger = new SmallLedger();
  readonly asker: SmallReader;
  readonly performers: readonly SmallReader[];
  private readonly candidates: NeedCandidate[];
  private readonly made = new Set<string>();
  private declared = false;

  constructor(
    candidates: number,
    private readonly strategy: NeedStrategy,
  ) {
    this.candidates = Array.from({ length: candidates }, (_, index) => ({ performer: party(index + 1) }));
    this.asker = new SmallReader(this.ledger, () => true);
    this.performers = this.candidates.map(
      (_, index) => new SmallReader(this.ledger, ({ subject }) => subject === taskOf(index)),
    );
  }

  /** The need as its asker holds it. */
  need(): Need {
    const { verdict } = this.asker;
    return {
      id: NEED,
      asker,
      kind: welfareCheck.code,
      caseId: 'case-1',
      mode: 'exercise',
      strategy: this.strategy,
      candidates: this.candidates,
      ...(verdict && {
        verdict:
          verdict.task === undefined
            ? { is: 'closed', reason: 'met-elsewhere' }
            : { is: 'claimed', task: verdict.task },
      }),
      ...(this.declared && { declaredUnmet: true }),
    };
  }

  /** The tasks of the offers that were made, as the asker knows them. */
  tasks(): ReadonlyMap<string, Partial<Task>> {
    return new Map([...this.made].map((task) => [task, this.asker.tasks.get(task) ?? {}]));
  }

  /** The asker does what it must do now; true when it did anything. */
  askerActs(): boolean {
    return nextSteps(this.need(), this.tasks())
      .map((step) => this.follow(step))
      .includes(true);
  }

  /** The asker says that the need was met elsewhere. */
  askerCloses(): void {
    const expected = this.asker.places.get(NEED) ?? 0;
    this.ledger.append([{ subject: NEED, said: { type: 'claimed' }, expected }]);
  }

  /** A performer takes a step on its offer, as it sees it. An acceptance goes with its claim or not at all. */
  performerActs(index: number, type: TaskCommandType): void {
    const { performer } = this.candidates[index] as NeedCandidate;
    const reader = this.performers[index] as SmallReader;
    const step = this.decided(type, taskOf(index), { by: performer, reader });
    if (!step) return;
    const claim: Append = { subject: NEED, said: { type: 'claimed', task: taskOf(index) }, expected: 0 };
    this.ledger.append(type === 'accept' ? [claim, step] : [step]);
  }

  /** Everybody reads to the end, and the asker does what follows, until nothing follows any more. */
  settle(): void {
    do for (const reader of [this.asker, ...this.performers]) reader.catchUp();
    while (this.askerActs());
  }

  private follow(step: NeedStep): boolean {
    switch (step.do) {
      case 'offer': {
        const task = taskOf(step.rank);
        this.candidates[step.rank] = { performer: step.to, task };
        this.made.add(task);
        return this.appended(this.decided('request', task, { by: asker, reader: this.asker }, step.to));
      }
      case 'cancel': {
        const { task, reason } = step;
        return this.appended(this.decided('cancel', task, { by: asker, reader: this.asker, reason }));
      }
      case 'declare-unmet':
        this.declared = true;
        return true;
      default:
        return step satisfies never;
    }
  }

  private appended(step: Append | undefined): boolean {
    return step !== undefined && this.ledger.append([step]);
  }

  private decided(
    type: TaskCommandType,
    taskId: string,
    who: { readonly by: Party; readonly reader: SmallReader; readonly reason?: string },
    performer: Party = asker,
  ): Append | undefined {
    const { by, reader, reason = 'no-capacity' } = who;
    const asked = {
      caseId: 'case-1',
      mode: 'exercise',
      kind: welfareCheck.code,
      urgency: 'u2-within-hour',
      asker,
      performer,
      need: NEED,
    };
    const command = { type, taskId, by, at: NOW, reason, outcome: 'seen-safe', ...asked } as TaskCommand;
    const decision = decide(command, reader.tasks.get(taskId), RULES);
    if ('refused' in decision) return undefined;
    const [said] = decision.events as [TaskEvent];
    return { subject: taskId, said, expected: reader.places.get(taskId) ?? 0 };
  }
}

const taskOf = (index: number): string => `task-${index}`;

const RULES: TaskRules = {
  kind: (code) => ({
    ...welfareCheck,
    code,
    mayBeAsked: Array.from({ length: 6 }, (_, index) => `agency-${index}`),
    mayBeRequestedBy: [asker.agency],
  }),
  unit: () => true,
  declineNeeds: () => [],
  clocks: [],
};

/** Whether somebody took it, by the events of one task. */
export const wasAccepted = (ledger: SmallLedger): readonly string[] =>
  ledger.entries.flatMap(({ subject, said }) => (said.type === 'accepted' ? [subject] : []));

/** Tasks that are still open, as a reader sees them. */
export const openTasks = ({ tasks }: SmallReader): readonly string[] =>
  [...tasks.values()].filter((task) => !isClosed(task)).map(({ id }) => id);
