import type { ItemData } from '#contracts';
import type { Cast, LiveTask } from './cast.js';
import { STEP_MS, problemSentence, type Desk } from './desk.js';
import type { FeedEvent } from './feeds.js';
import type { Audited, Told } from './told.js';

/** What the audit service shows, and what of it is not as it should be. */
export interface AuditFindings {
  readonly audited: Audited;
  readonly failures: readonly string[];
}

/** One item of an event, as the audit service tells it. */
interface AuditedItem {
  readonly item: string;
  readonly category: string;
  readonly state: string;
  readonly absent?: string | null;
  readonly sourceKind?: string | null;
  readonly obtainedAt?: string | null;
  readonly confidence?: string | null;
  readonly rule: string;
  readonly stage: string;
  readonly commitment: string;
}

interface StoryEvent {
  readonly eventId: string;
  readonly version: number;
  readonly sequence: number;
  readonly leafIndex: number;
  readonly items: readonly AuditedItem[];
}

const LOOK_MS = 250;
/** How long to wait for the witnesses' cosignatures, in ms: they are shown, not demanded. */
const COSIGN_MS = 8_000;

/**
 * Compares the audit service with what arrived at the agencies: each task's story holds every event once, in order, each
 * with its leaf; its disclosure rows say exactly the items that were sent; a signed checkpoint covers all leaves.
 */
export async function checkAudit(
  cast: Cast,
  audit: Desk,
  told: readonly Told[],
  cosignatures: number,
): Promise<AuditFindings> {
  const failures: string[] = [];
  const leaves: number[] = [];
  let disclosures = 0;
  for (const live of cast.tasks.values()) {
    failures.push(...atBothParties(cast, live, told));
    const expected = cast.feeds.ofTask(live.asker.agency, live.id);
    const story = await storyOf(audit, live, expected.length);
    if (typeof story === 'string') {
      failures.push(story);
      continue;
    }
    failures.push(...againstStory(live, expected, story));
    leaves.push(...story.map(({ leafIndex }) => leafIndex));
    const rows = await rowsOf(audit, live.id);
    disclosures += rows.length;
    failures.push(...againstRows(live, expected, rows));
  }
  if (new Set(leaves).size !== leaves.length)
    failures.push('Two events of this rehearsal stand on the same leaf.');
  const checkpoint = await coveringCheckpoint(audit, Math.max(-1, ...leaves), cosignatures);
  if (leaves.length > 0 && !checkpoint)
    failures.push('No signed checkpoint covers the leaves of this rehearsal.');
  return { audited: { leaves: leaves.length, disclosures, checkpoint }, failures };
}

/** Asker and performer were told the same events, and every event that was played is among them. */
function atBothParties(
  cast: Cast,
  { local, id, asker, performer }: LiveTask,
  told: readonly Told[],
): readonly string[] {
  const ids = (agency: string): string =>
    cast.feeds
      .ofTask(agency, id)
      .map(({ event }) => event.id)
      .join(' ');
  const there = ids(asker.agency);
  const failures =
    there === ids(performer.agency) ? [] : [`${local}: asker and performer were not told the same events.`];
  const played = told.flatMap(({ parcels }) => parcels).filter(({ task }) => task === local);
  const lost = played.filter(({ eventId }) => !there.includes(eventId));
  return [
    ...failures,
    ...lost.map(({ event }) => `${local}: an event that was played (${event}) is not in the feeds.`),
  ];
}

async function storyOf(
  audit: Desk,
  { local, id }: LiveTask,
  events: number,
): Promise<readonly StoryEvent[] | string> {
  const end = Date.now() + STEP_MS;
  for (;;) {
    const answer = await audit.get(`/tasks/${id}/story`);
    const story =
      'problem' in answer ? [] : (answer.body as unknown as { events: readonly StoryEvent[] }).events;
    if (story.length >= events) return story;
    if (Date.now() < end) await pause(LOOK_MS);
    else if ('problem' in answer)
      return `${local}: the audit service has no story of this task: ${problemSentence(answer.problem)}`;
    else return `${local}: the audit service holds ${story.length} of ${events} events.`;
  }
}

function againstStory(
  { local }: LiveTask,
  expected: readonly FeedEvent[],
  story: readonly StoryEvent[],
): readonly string[] {
  const failures: string[] = [];
  if (story.length !== expected.length) {
    failures.push(`${local}: the audit service holds ${story.length} events in place of ${expected.length}.`);
  }
  expected.forEach(({ event, sequence }, index) => {
    const leaf = story[index];
    const name = `${local}: event ${index + 1} (${event.type})`;
    if (!leaf) return;
    if (leaf.eventId !== event.id) return void failures.push(`${name} is another one in the audit service.`);
    if (leaf.version !== index + 1) failures.push(`${name} has the version ${leaf.version}.`);
    if (leaf.sequence !== sequence) failures.push(`${name} has another ledger number in the audit service.`);
    if (!Number.isInteger(leaf.leafIndex)) failures.push(`${name} has no leaf.`);
    const before = story[index - 1];
    if (before && before.leafIndex >= leaf.leafIndex) failures.push(`${name} stands before what it follows.`);
    if (!sameItems(disclosed(event.data), leaf.items.map(lineOf))) {
      failures.push(`${name} does not show exactly the items that were sent.`);
    }
  });
  return failures;
}

async function rowsOf(audit: Desk, taskId: string): Promise<readonly AuditedItem[]> {
  const rows: AuditedItem[] = [];
  for (let after = ''; ;) {
    const answer = await audit.get(`/disclosures?task=${taskId}${after === '' ? '' : `&after=${after}`}`);
    if ('problem' in answer) return rows;
    const { rows: found, next } = answer.body as unknown as { rows: readonly AuditedItem[]; next?: string };
    rows.push(...found);
    if (next === undefined) return rows;
    after = next;
  }
}

function againstRows(
  { local }: LiveTask,
  expected: readonly FeedEvent[],
  rows: readonly AuditedItem[],
): readonly string[] {
  const sent = expected.flatMap(({ event }) => disclosed(event.data));
  if (sameItems(sent, rows.map(lineOf))) return [];
  return [
    `${local}: the disclosure rows (${rows.length}) do not say exactly the ${sent.length} items that were sent.`,
  ];
}

/** Every fact of a disclosure as one line, so that lists of them can be compared. */
function lineOf(row: AuditedItem): string {
  const { item, category, state, absent, sourceKind, obtainedAt, confidence, rule, stage, commitment } = row;
  const time = obtainedAt ? new Date(obtainedAt).toISOString() : '';
  return [
    item,
    category,
    state,
    absent ?? '',
    sourceKind ?? '',
    time,
    confidence ?? '',
    rule,
    stage,
    commitment,
  ].join(' ');
}

function disclosed(data: object): readonly string[] {
  const { items = [] } = data as { items?: readonly ItemData[] };
  return items.map(({ code, state, absent, sourcekind, obtainedat, confidence, rule, stage, commitment }) =>
    lineOf({
      item: code,
      category: state === 'withheld' ? 'withheld' : absent === undefined ? 'value' : 'absent',
      state,
      absent: absent ?? null,
      sourceKind: sourcekind ?? null,
      obtainedAt: obtainedat ?? null,
      confidence: confidence ?? null,
      rule,
      stage,
      commitment,
    }),
  );
}

const sameItems = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join('\n') === [...b].sort().join('\n');

async function coveringCheckpoint(
  audit: Desk,
  leaf: number,
  cosignatures: number,
): Promise<Audited['checkpoint']> {
  const start = Date.now();
  let newest: Audited['checkpoint'];
  while (Date.now() - start < STEP_MS) {
    const answer = await audit.get('/log/checkpoint');
    const found = 'problem' in answer ? undefined : checkpointIn(answer.text);
    if (found && found.size > leaf) newest = found;
    if (newest && (newest.cosignatures >= cosignatures || Date.now() - start > COSIGN_MS)) return newest;
    await pause(LOOK_MS);
  }
  return newest;
}

/** Size and number of cosignatures of a signed note (C2SP tlog-checkpoint); the first signature is the log's own. */
export function checkpointIn(
  note: string,
): { readonly size: number; readonly cosignatures: number } | undefined {
  const size = Number(note.split('\n')[1]);
  const signatures = note.split('\n').filter((line) => line.startsWith('— ')).length;
  return Number.isInteger(size) && signatures > 0 ? { size, cosignatures: signatures - 1 } : undefined;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
