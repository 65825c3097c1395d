import { uuidv7 } from 'uuidv7';
import {
  STEPS,
  isOpen,
  type AgreementIndex,
  type ClockState,
  type FactNeeds,
  type Party,
  type Task,
  type TaskEventType,
  type TaskKind,
  type TaskStatus,
} from '#domain';
import type { Desk } from './desk.js';
import type { Feeds } from './feeds.js';
import { Knowledge } from './knowledge.js';
import type { Scenario, Step } from './steps.js';

/** A task of the scenario that stands on the ledger. */
export interface LiveTask {
  readonly local: string;
  readonly id: string;
  readonly kind: string;
  readonly caseLocal: string;
  readonly asker: Party;
  readonly performer: Party;
}

/** What the players know of the directory. */
export interface Rules {
  kind(code: string): TaskKind | undefined;
  readonly agreements: AgreementIndex;
  /** The facts that a reason to decline demands: of each inner list one. */
  declineNeeds(reason: string): FactNeeds;
  /** The unit that an agency calls in at the next level. */
  nextLevel(agency: string): Party | undefined;
}

/** A need that was offered to several at once: a local id that stands for as many tasks. */
export interface OfferedNeed {
  readonly id: string;
  readonly local: string;
  readonly kind: string;
  readonly caseLocal: string;
  readonly asker: Party;
  /** Local ids of its offers, and of those that joined it later. */
  readonly offers: string[];
  closed: boolean;
}

/** A clock as an agency's own file of a case has it. */
export interface FiledClock {
  readonly caseId: string;
  readonly agency: string;
  readonly clock: ClockState;
}

/** What a player has around it, and what it has to remember. */
export class Cast {
  /** Every task, by a local id of its own. */
  readonly tasks = new Map<string, LiveTask>();
  readonly needs: OfferedNeed[] = [];
  /** What agencies said of clocks in their own files. */
  readonly clocks: FiledClock[] = [];
  /** Names of the script that stand for several tasks: a need, or a request that was made again. */
  private readonly names = new Map<string, readonly string[]>();
  /** Steps that were to open a task and did not, by its local id. */
  readonly unopened = new Map<string, Step>();
  /** A word of this run, so that two runs do not speak as the same person. */
  readonly run = uuidv7().slice(-6);
  private readonly knowledge = new Map<string, Knowledge>();
  private readonly caseIds = new Map<string, string>();
  private newestCase = '';

  constructor(
    readonly scenario: Scenario,
    readonly directory: Rules,
    private readonly desks: ReadonlyMap<string, Desk>,
    private readonly heard: { readonly feeds: Feeds; readonly exercise: string },
  ) {}

  /** What every agency is told, as it comes. */
  get feeds(): Feeds {
    return this.heard.feeds;
  }

  /** Id of the exercise whose clock counts. */
  get exercise(): string {
    return this.heard.exercise;
  }

  /** What the agreements let travel when. */
  get agreements(): AgreementIndex {
    return this.directory.agreements;
  }

  /** The service of an agency; undefined when it is not part of this system. */
  desk(agency: string): Desk | undefined {
    return this.desks.get(agency);
  }

  /** Local id of the case that a step is about: named, or its task's, or the one opened last. */
  caseOf(step: Step): string {
    return step.case ?? (step.task && this.task(step.task)?.caseLocal) ?? this.newestCase;
  }

  /** Local id of the case that was opened last. */
  get newest(): string {
    return this.newestCase;
  }

  /** The ledger's id of a case as this agency knows it: mostly the same for all. */
  caseId(local: string, agency: string): string | undefined {
    return this.caseIds.get(`${local} ${agency}`) ?? this.caseIds.get(local);
  }

  /** A case was opened; the first file gives the case its id, a later one is the agency's own. */
  caseOpened(local: string, agency: string, id: string): void {
    if (!this.caseIds.has(local)) this.caseIds.set(local, id);
    this.caseIds.set(`${local} ${agency}`, id);
    this.newestCase = local;
  }

  /** What is known in a case. */
  known(caseLocal: string): Knowledge {
    const known = this.knowledge.get(caseLocal) ?? new Knowledge(this.scenario.persons);
    this.knowledge.set(caseLocal, known);
    return known;
  }

  /** Every task that a name of the script stands for, the oldest first. */
  allOf(name: string): readonly LiveTask[] {
    return (this.names.get(name) ?? [name]).flatMap((local) => this.tasks.get(local) ?? []);
  }

  /**
   * The task that a name of the script stands for now: of several the one with this unit, then the one that was taken, then
   * the newest that is open, then the newest.
   */
  task(name: string, by?: Party | 'bus'): LiveTask | undefined {
    const all = this.allOf(name);
    const theirs = all.filter(({ performer }) => typeof by === 'object' && isUnit(performer, by));
    const some = theirs.length > 0 ? theirs : all;
    const open = some.findLast((live) => {
      const task = this.state(live);
      return task !== undefined && isOpen(task);
    });
    return some.findLast((live) => this.isTaken(live)) ?? open ?? some.at(-1);
  }

  /** A need was offered: its local id stands for its offers. */
  offered(need: OfferedNeed): void {
    this.needs.push(need);
    this.names.set(need.local, [...need.offers]);
  }

  /** The task was asked for again by this one, which stands for its name from now on. */
  askedAgain(before: LiveTask, live: Omit<LiveTask, 'local'>): LiveTask {
    const [name = before.local] = [...this.names].find(([, locals]) => locals.includes(before.local)) ?? [];
    const locals = this.names.get(name) ?? [name];
    const again = { ...live, local: `${name} (${locals.length + 1})` };
    this.tasks.set(again.local, again);
    this.names.set(name, [...locals, again.local]);
    return again;
  }

  /** Whether the performer holds the task, or has done it. */
  isTaken(live: LiveTask): boolean {
    const status = this.state(live)?.status;
    return status !== undefined && TAKEN.includes(status);
  }

  /** The task as the agency sees it now. */
  state(live: LiveTask, agency = live.asker.agency): Task | undefined {
    return this.feeds.taskAt(agency, live.id);
  }

  /** Tasks of a case in which the unit's agency takes part and on which something may still be said. */
  openTasks(caseLocal: string, by: Party): readonly LiveTask[] {
    return [...this.tasks.values()].filter(
      (live) =>
        live.caseLocal === caseLocal &&
        sideOf(live, by) !== undefined &&
        this.allows(live, 'informed', by.agency),
    );
  }

  /** Whether the lifecycle lets this event follow now. */
  allows(live: LiveTask, event: TaskEventType, agency: string): boolean {
    const status = this.state(live, agency)?.status;
    return status !== undefined && STEPS[event].from.includes(status);
  }

  /** The instant of a step on the scenario's own clock, ISO 8601. */
  instant({ at }: Pick<Step, 'at'>): string {
    return new Date(Date.parse(this.scenario.start) + at * 60_000).toISOString();
  }

  /** The minute of the scenario in which an instant lies; ms since 1970. */
  minuteOf(at: number): number {
    return Math.floor((at - Date.parse(this.scenario.start)) / 60_000);
  }
}

const TAKEN: readonly TaskStatus[] = ['accepted', 'in-progress', 'on-hold', 'completed'];

/** Whether both are the same unit of the same agency. */
export const isUnit = (one: Party, other: Party): boolean =>
  one.agency === other.agency && one.unit === other.unit;

/** On which side of a task a unit stands. Within one agency the unit tells; between two, the agency does. */
export function sideOf({ asker, performer }: LiveTask, by: Party): 'asker' | 'performer' | undefined {
  if (asker.agency === performer.agency) {
    if (by.agency !== asker.agency) return undefined;
    return by.unit === performer.unit ? 'performer' : by.unit === asker.unit ? 'asker' : undefined;
  }
  return by.agency === asker.agency ? 'asker' : by.agency === performer.agency ? 'performer' : undefined;
}

/** The other party of a task, seen from a unit; the asker where the unit has no side. */
export function otherParty(live: LiveTask, by: Party): Party {
  return sideOf(live, by) === 'asker' ? live.performer : live.asker;
}

const ROLE_OF_UNIT: Readonly<Record<string, string>> = {
  'control-room': 'dispatcher',
  'emergency-operations-centre': 'dispatcher',
  'duty-inspector': 'duty-manager',
  'on-call-manager': 'duty-manager',
  'site-management': 'duty-manager',
  'bed-management': 'duty-manager',
  'amhp-service': 'amhp',
};

const ROLE_OF_AGENCY: Readonly<Record<string, string>> = {
  police: 'officer',
  'mh-trust': 'clinician',
  'acute-hospital': 'clinician',
};

/** Who acts for a unit in a rehearsal: an invented person in a role that fits. */
export function actorFor({ agency, unit }: Party, run: string) {
  const role = ROLE_OF_UNIT[unit] ?? ROLE_OF_AGENCY[agency] ?? 'practitioner';
  return { ref: `rehearsal-${run}-${agency}-${unit}`, role, type: 'person' } as const;
}
