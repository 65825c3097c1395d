import { uuidv7 } from 'uuidv7';
import {
  STEPS,
  type AgreementIndex,
  type Party,
  type Task,
  type TaskEventType,
  type TaskKind,
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
}

/** What a player has around it, and what it has to remember. */
export class Cast {
  readonly tasks = new Map<string, LiveTask>();
  /** The newest unplayed step on each task. */
  readonly unplayed = new Map<string, { readonly step: Step; readonly because: string }>();
  /** A word of this run, so that two runs do not speak as the same person. */
  readonly run = uuidv7().slice(-6);
  private readonly knowledge = new Map<string, Knowledge>();
  private readonly caseIds = new Map<string, string>();
  private newestCase = '';

  constructor(
    readonly scenario: Scenario,
    readonly directory: Rules,
    private readonly desks: ReadonlyMap<string, Desk>,
    readonly feeds: Feeds,
  ) {}

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
    return step.case ?? (step.task && this.tasks.get(step.task)?.caseLocal) ?? this.newestCase;
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
  instant(step: Step): string {
    return new Date(Date.parse(this.scenario.start) + step.at * 60_000).toISOString();
  }
}

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
