import { randomInt } from 'node:crypto';
import {
  ALIAS_COUNT,
  aliasOf,
  parseAlias,
  type IdentityStep,
  type ItemStatement,
  type Mode,
  type Party,
  type Passage,
  type RecallReason,
} from '#domain';
import type { FiledWith, Sight } from '#storage';
import type { Agency } from '../agency.js';
import { agreementIndexOf } from '../agreements.js';
import { filledIn, offerFrom, type Offer } from './case-offer.js';
import { saidBy, saidIn, type CaseStory, type FiledIdentity, type FiledRecall } from './case-story.js';
import { CaseWriter } from './case-writer.js';
import { MAX_ITEMS, type ItemBody } from './items.dto.js';
import { showEvent } from './known-items.js';
import { Problem } from './problem.js';

/** What was learned or said. */
export interface Learned {
  readonly items?: readonly ItemStatement[] | undefined;
  readonly note?: string | undefined;
}

/** A step on the identity of a person, as its case file keeps it. */
export interface IdentityFiled extends Learned {
  readonly step: IdentityStep;
  readonly items: readonly ItemStatement[];
}

/** A case, with the mode of its file should it have to be opened. */
export interface InCase {
  readonly caseId: string;
  readonly mode: Mode;
  /** Whether its file is opened by this; then it gets an alias unless a full name is known. */
  readonly opens?: boolean;
  /** What others call the person: then this agency's file does too, so that nobody has two names between agencies. */
  readonly calledBefore?: string | undefined;
}

/** Most bytes of items that one event carries. */
const MAX_CARRIED_BYTES = 64 * 1024;
/** How many aliases are offered to a file that is opened, so that one of them is free. */
const ALIASES_OFFERED = 8;

/** The case files of one agency, as the HTTP edge uses them. */
export class CaseFiles {
  private readonly writer: CaseWriter;

  constructor(private readonly agency: Agency) {
    this.writer = new CaseWriter(agency.store.records);
  }

  /** The mode of a case that this agency knows, by its own file or by a task, within sight. Throws Problem CASE_UNKNOWN. */
  async modeOf(caseId: string, sight?: Sight): Promise<Mode> {
    if (sight && !(await this.agency.store.records.seesCase(caseId, sight)))
      throw new Problem('CASE_UNKNOWN');
    const file = await this.agency.store.records.caseFile(caseId);
    if (file) return file.mode as Mode;
    const rows = await this.agency.store.records.tasks({ caseId, limit: 10 });
    const mode = rows.find(({ task }) => task)?.task?.mode;
    if (!mode) throw new Problem('CASE_UNKNOWN');
    return mode;
  }

  /** Adds to the case file; opens it when this agency had none. */
  async add(in_: InCase, by: Party, learned: Learned): Promise<void> {
    await this.writer.add(this.addition(in_, by, learned));
  }

  /** Keeps that items of the own file are not so, where no event says it: they must not go with a later request. */
  async takeBack(
    in_: InCase,
    by: Party,
    { items, reason }: { readonly items: readonly string[]; readonly reason: RecallReason },
  ): Promise<void> {
    const fromAgency = this.agency.profile.code;
    const entry: FiledRecall = { recalled: items, reason };
    await this.writer.add({ ...this.addition(in_, by, {}), entries: [{ fromAgency, entry }] });
  }

  /** What a case file gains, to be stored by itself or with an event: not what is only passed on. */
  addition(
    { caseId, mode, opens, calledBefore }: InCase,
    by: Party,
    { items = [], note }: Learned,
  ): FiledWith {
    const fromAgency = this.agency.profile.code;
    const own = items.filter(({ originator }) => originator === undefined);
    const entries = [
      ...own.map(({ code, ...statement }) => ({ item: code, fromAgency, entry: statement })),
      ...(note === undefined ? [] : [{ fromAgency, entry: { note } }]),
    ];
    return {
      caseId,
      mode,
      by,
      entries,
      ...(opens && !isNamed(items) && { aliases: aliasesFor(calledBefore) }),
    };
  }

  /** Keeps a step on the identity of the person, with the items that it rests on. */
  async identify(in_: InCase, by: Party, { step, items, note }: IdentityFiled): Promise<void> {
    const { entries, ...addition } = this.addition(in_, by, { items, note });
    const entry: FiledIdentity = { identity: step, items };
    const fromAgency = this.agency.profile.code;
    await this.writer.add({ ...addition, identity: step, entries: [...entries, { fromAgency, entry }] });
  }

  /** All that this agency holds of a case within sight. */
  async story(caseId: string, sight?: Sight): Promise<CaseStory> {
    const { records } = this.agency.store;
    const [entries, events] = await Promise.all([
      records.entries(caseId, sight),
      records.eventsOfCase(caseId, sight),
    ]);
    return { agency: this.agency.profile.code, entries, events: events.map(showEvent) };
  }

  /** How the file of a case has to be opened that came with a task: by the alias that others use, or without one. */
  async opening(caseId: string): Promise<Pick<InCase, 'opens' | 'calledBefore'>> {
    const said = saidIn(await this.story(caseId)).map(({ statement }) => statement);
    if (isNamed(said)) return {};
    const [calledBefore] = said
      .filter(({ code }) => code === 'alias')
      .flatMap(({ value }) => [value].flat())
      .flatMap((value) => (typeof value === 'string' ? (parseAlias(value) ?? []) : []));
    return { opens: true, calledBefore };
  }

  /**
   * What is known of a case within sight and may travel with a request now or later. Throws Problem BAD_CONTENT when it is more than one
   * event can carry.
   */
  async offer(caseId: string, passage: Passage, sight?: Sight): Promise<Offer> {
    const [story, file] = await Promise.all([
      this.story(caseId, sight),
      this.agency.store.records.caseFile(caseId),
    ]);
    const index = agreementIndexOf(this.agency.directory());
    const offer = offerFrom(saidIn(story), file?.alias, passage, index);
    const { items } = offer;
    if (items.length > MAX_ITEMS || Buffer.byteLength(JSON.stringify(items)) > MAX_CARRIED_BYTES) {
      const detail = 'the case file holds more of these items than one event can carry: name the items';
      throw new Problem('BAD_CONTENT', { faults: [{ pointer: '/fromCase', code: 'TOO_MUCH', detail }] });
    }
    return offer;
  }

  /** The statements of a body, with those that are passed on filled in from what is seen of the case. Throws Problem BAD_CONTENT. */
  async statements(
    caseId: string | undefined,
    items: readonly ItemBody[],
    sight?: Sight,
  ): Promise<readonly ItemStatement[]> {
    if (!items.some(({ via }) => via !== undefined)) return filledIn(items, NOTHING_TOLD).items;
    const told = caseId === undefined ? NOTHING_TOLD : receivedIn(await this.story(caseId, sight));
    const { items: filled, faults } = filledIn(items, told);
    if (faults.length > 0) throw new Problem('BAD_CONTENT', { faults });
    return filled;
  }
}

const isNamed = (items: readonly ItemStatement[]): boolean =>
  items.some(({ code, value }) => code === 'full-name' && value !== undefined);

const aliasesFor = (calledBefore: string | undefined): string[] => [
  ...(calledBefore === undefined ? [] : [calledBefore]),
  ...Array.from({ length: ALIASES_OFFERED }, () => aliasOf(randomInt(ALIAS_COUNT))),
];

const NOTHING_TOLD = { received: [], standing: [] };

function receivedIn(story: CaseStory) {
  const { agency, events } = story;
  const received = events.flatMap(saidBy).filter(({ from }) => from !== agency);
  return { received, standing: saidIn(story).filter(({ from }) => from !== agency) };
}
