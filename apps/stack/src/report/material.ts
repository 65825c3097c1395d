/** A unit of an agency: the agency's code, which is its lane in the picture, and both names for people. */
export interface Place {
  readonly agency: string;
  readonly name: string;
  readonly unit: string;
}

/** An agency that the case study names. */
export interface Lane {
  readonly code: string;
  readonly name: string;
}

/** A word that is not quite the same on both sides. */
export interface LossyWord {
  readonly minute: number;
  readonly task: string;
  readonly code: string;
  readonly said: string;
  readonly shown: string;
  /** What is lost, in plain English. */
  readonly loss: string;
}

/** What an event says beside its type, in words for people. Minutes are those of the scenario. */
export interface EventFacts {
  readonly kind?: string;
  readonly wanted?: readonly string[];
  readonly reason?: string;
  /** The useful fact of a decline, or the terms of a counter-offer. */
  readonly fact?: string;
  readonly note?: string;
  readonly outcome?: string;
  readonly promise?: string;
  /** Who was called in, and why. */
  readonly units?: readonly string[];
  readonly why?: string;
  /** Which deadline was missed. */
  readonly deadline?: string;
  readonly percent?: number;
  /** Until or from when: an offer lapses, a look is taken again, the work could begin. */
  readonly minute?: number;
  readonly clocks?: readonly string[];
  readonly slots?: readonly string[];
  readonly answer?: string;
  readonly end?: string;
  readonly identity?: string;
  readonly finding?: string;
}

/** One event of a task, as both parties were told it. */
export interface EventTold {
  readonly id: string;
  readonly sequence: number;
  readonly task: string;
  /** The last word but one of the event's type, such as `requested`. */
  readonly type: string;
  readonly minute: number;
  readonly from: Place;
  readonly to: Place;
  /** True where a service said it by itself, as against a step of the script. */
  readonly byItself: boolean;
  /** Labels of the items that went with it, by what went. */
  readonly items: {
    readonly values: readonly string[];
    readonly reasons: readonly string[];
    readonly held: readonly string[];
  };
  /** Why the items went although no rule let them: an emergency override. */
  readonly override?: string;
  readonly lossy: readonly LossyWord[];
  readonly facts: EventFacts;
}

/** What was due by when: to consider the request, to answer it, to begin, to finish, to answer a handover. */
export interface Timed {
  readonly what: 'acknowledge' | 'decide' | 'start' | 'complete' | 'handover';
  /** When that was asked for, and when it was done; undefined while it was not. */
  readonly from: number;
  readonly minute?: number;
  /** How it was done, in a word. */
  readonly how?: string;
  /** Minutes that were given, and by what: the signed request, or the aim of the kind. */
  readonly allowed?: number;
  readonly allowedBy?: 'request' | 'kind';
  readonly verdict: 'in-time' | 'late' | 'missed' | 'open' | 'no-limit' | 'not-said';
}

/** One task: what was asked of whom, and what came of it. */
export interface TaskTold {
  readonly local: string;
  readonly kind: string;
  readonly urgency: string;
  readonly from: Place;
  readonly to: Place;
  readonly askedAt: number;
  /** Status and outcome or reason, in words. */
  readonly end: string;
  readonly isOpen: boolean;
  /** Who is accountable for the task at the end. */
  readonly owner: Place;
  /** Who answers for the person at the end, where the request says that this passes. */
  readonly responsible?: Place;
  readonly slots: readonly string[];
  readonly promises: readonly string[];
  readonly times: readonly Timed[];
}

/** A clock of the law that ran for the person. */
export interface ClockRun {
  readonly label: string;
  /** Undefined while it waits. */
  readonly started?: number;
  readonly due?: number;
  readonly ended?: number;
  readonly endedBy?: string;
}

/** How well an agency knows an item from a minute on. */
export const KNOWN_AS = ['value', 'unconfirmed', 'reason', 'held', 'waits', 'not-let', 'taken-back'] as const;

/** Something that an agency came to know of an item, or came to be told of it. */
export interface Known {
  readonly minute: number;
  readonly as: (typeof KNOWN_AS)[number];
  /** The value, the reason why there is none, or why it did not come, in words. */
  readonly words: string;
  /** The code of the reason, where there is one. */
  readonly code?: string;
  /** Source, confidence, note, state. */
  readonly beside: readonly string[];
  /** The agency that told it; undefined where the agency itself says it. */
  readonly from?: string;
  readonly task?: string;
}

/** A gap that an agency still has at the end. */
export interface GapLeft {
  /** Somebody still has to ask. */
  readonly todo: boolean;
  readonly couldKnow: readonly string[];
  readonly withheldBy: readonly string[];
  readonly asked: readonly string[];
}

/** One item of information in all agencies. */
export interface ItemKnown {
  readonly code: string;
  readonly label: string;
  readonly category: string;
  /** By the agency's code, oldest first. */
  readonly known: Readonly<Record<string, readonly Known[]>>;
  readonly gaps: Readonly<Record<string, GapLeft>>;
}

/** Something out of the ordinary, and when. */
export interface Exception {
  readonly minute: number;
  readonly task?: string;
  /** Who did it. */
  readonly who: string;
  readonly what: string;
  /** What was said beside it. */
  readonly beside?: string;
}

/** All that went another way than asked and taken. */
export interface Exceptions {
  readonly declined: readonly Exception[];
  readonly unanswered: readonly Exception[];
  readonly escalated: readonly Exception[];
  readonly overridden: readonly Exception[];
  /** Steps that the services refused. */
  readonly refused: readonly Exception[];
  /** Attempts to tell an item that no agreement let through, by the audit log; undefined where it was not asked. */
  readonly stopped?: readonly Exception[];
  readonly notPlayed: readonly Exception[];
}

/** What was expected at one place of the script, and what came of it. */
export interface Checked {
  /** Undefined at the end. */
  readonly minute?: number;
  readonly words: string;
  readonly assertions: readonly {
    readonly words: string;
    readonly result: 'holds' | 'fails' | 'not-judged';
    readonly found?: string;
  }[];
}

/** Numbers for a first look. */
export interface Counts {
  readonly steps: number;
  readonly played: number;
  readonly values: number;
  readonly reasons: number;
  readonly held: number;
  readonly waited: number;
  readonly leftOut: number;
}

/** All that a report shows: plain data, in words for people. */
export interface ReportMaterial {
  readonly scenario: {
    readonly id: string;
    readonly file: string;
    readonly title: string;
    readonly question?: string;
    /** The instant of minute 0, ISO 8601. */
    readonly start: string;
  };
  /** When the report was made, ISO 8601. */
  readonly madeAt: string;
  readonly verdict: 'passed' | 'failed' | 'stopped';
  /** What is not as it should be, and why a rehearsal stopped before its end. */
  readonly failures: readonly string[];
  readonly lanes: readonly Lane[];
  /** The last minute that was played. */
  readonly lastMinute: number;
  readonly tasks: readonly TaskTold[];
  /** In the order of the ledger. */
  readonly events: readonly EventTold[];
  readonly clocks: readonly ClockRun[];
  readonly items: readonly ItemKnown[];
  /** Agencies that did not say which gaps they still have. */
  readonly unasked: readonly string[];
  readonly exceptions: Exceptions;
  readonly checks: readonly Checked[];
  readonly questions: readonly string[];
  readonly counts: Counts;
  /** What the audit log shows, in a sentence; undefined where it was not asked. */
  readonly audit?: string;
}
