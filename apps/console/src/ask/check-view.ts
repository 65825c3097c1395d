import { saidOf, type Refusal, type SummaryEntry } from '../services/refusal.js';
import { itemLabel, kindOf, partyText, type Catalogue, type Party } from '../page/catalogue.js';
import { capital } from '../page/code-words.js';
import type { Draft } from './draft.js';
import type { Asked } from './request.js';
import type { StepView } from './step.js';
import { telephoneText } from './steps/telephone.js';
import { saidText } from './steps/tell.js';
import { urgencyText } from './steps/urgency.js';

/** What the service answers to POST /tasks/explain. */
export interface Explained {
  readonly items: readonly { readonly code: string; readonly when: string; readonly why?: string }[];
  readonly missing: readonly { readonly items: readonly string[]; readonly blocks: boolean }[];
  readonly warnings: readonly { readonly code: string; readonly says: string; readonly source: string }[];
}

/** The dry run of the request to one unit: what would become of it, or why it may not be made. */
export interface DryRun {
  readonly to: Party;
  readonly explained?: Explained;
  readonly refusal?: Refusal;
}

/** When an item would be told, in the order in which people care. */
const WHEN = [
  ['now', 'They see this as soon as it is recorded'],
  ['on-acceptance', 'They see this when they accept'],
  ['on-arrival', 'They see this when they are with the person'],
  ['on-request', 'They see this only if they ask for it'],
  ['never', 'They will not see this'],
] as const;

interface Ready {
  readonly draft: Draft;
  readonly catalogue: Catalogue;
  readonly asked: Asked;
  readonly runs: readonly DryRun[];
}

/** Everything before it is sent: what was answered, what each unit would see and when, what may not go and why, what is missing. */
export function checkView({ draft, catalogue, asked, runs }: Ready): StepView {
  const { whom, note } = draft.content;
  const [missing] = runs.map(({ explained }) => explained?.missing ?? []);
  const says = [
    ...new Map(runs.flatMap(({ explained }) => explained?.warnings ?? []).map((one) => [one.code, one])),
  ];
  const labels = (codes: readonly string[]): string =>
    codes.map((code) => itemLabel(catalogue, code)).join(' or ');
  return {
    title: 'Check what you ask before you send it',
    rows: rowsOf(draft, catalogue),
    told: asked.items.map(({ code, ...said }) => ({
      code,
      label: itemLabel(catalogue, code),
      said: saidText(said, catalogue, draft.content.held?.[code]),
    })),
    called: whom?.called,
    note,
    runs: runs.map((run) => shownRun(run, catalogue)),
    missing: (missing ?? []).map(({ items }) => ({ label: labels(items), code: items[0] })),
    blocks: (missing ?? []).some(({ blocks }) => blocks),
    warnings: says.map(([, warning]) => warning),
    mayBeSent: runs.every(({ refusal }) => !refusal) && !(missing ?? []).some(({ blocks }) => blocks),
  };
}

function shownRun({ to, explained, refusal }: DryRun, catalogue: Catalogue) {
  const groups = WHEN.map(([when, title]) => ({
    title,
    isNever: when === 'never',
    items: (explained?.items ?? [])
      .filter((item) => item.when === when)
      .map(({ code, why }) => ({
        label: itemLabel(catalogue, code),
        ...(why !== undefined && { why: catalogue.itemRefusals[why] ?? why }),
      })),
  }));
  return {
    to: partyText(catalogue, to),
    groups: groups.filter(({ items }) => items.length > 0),
    ...(refusal && { refused: refusal.title }),
  };
}

/** What was answered, each with the page on which it is changed. */
function rowsOf({ content }: Draft, catalogue: Catalogue) {
  const { whom, kind, to = [], strategy, wanted = [], purpose, basis } = content;
  const known = kindOf(catalogue, kind);
  const label = (entries: readonly { code: string; label: string }[], code: string | undefined): string =>
    entries.find((entry) => entry.code === code)?.label ?? '';
  const row = (key: string, lines: readonly string[], step: string) => ({ key, lines, step });
  return [
    row('Person', [whom?.called ?? ''], 'whom'),
    row('What is needed', [capital(known?.word ?? '')], 'what'),
    ...(known?.asksForItems
      ? [
          row(
            'What you need to know',
            wanted.map((code) => itemLabel(catalogue, code)),
            'items',
          ),
          row('What for', [label(catalogue.purposes, purpose), label(catalogue.bases, basis)], 'items'),
        ]
      : []),
    row('Urgency', [urgencyText(content, catalogue)], 'urgency'),
    row(
      to.length > 1 ? 'Asked' : 'Who you ask',
      [
        ...to.map((party) => partyText(catalogue, party)),
        ...(to.length > 1
          ? [
              strategy === 'ranked-parallel'
                ? 'All at once: the first to accept takes it'
                : 'One after another',
            ]
          : []),
      ],
      'who',
    ),
    row('Agreed by telephone', [telephoneText(content)], 'telephone'),
  ];
}

const STEP_OF: Readonly<Record<string, string>> = {
  kind: 'what',
  grade: 'urgency',
  urgency: 'urgency',
  to: 'who',
  wanted: 'items',
  purpose: 'items',
  basis: 'items',
  note: 'note',
  caseId: 'whom',
  items: 'tell',
  occurredAt: 'telephone',
};

/** The faults that the service found, each leading to the page on which it is mended. */
export function summaryOf(
  refusal: Refusal,
  { id, asked, catalogue }: { readonly id: string; readonly asked: Asked; readonly catalogue: Catalogue },
): readonly SummaryEntry[] {
  const { title, faults } = refusal;
  if (faults.length === 0) return [{ text: title }];
  return faults.map(({ field, text }) => {
    const [, first = '', index] = field.split('/');
    const code = first === 'items' && index !== undefined ? asked.items[Number(index)]?.code : undefined;
    const says = saidOf({ text }, refusal);
    if (code !== undefined)
      return { text: `${itemLabel(catalogue, code)}: ${says}`, href: `/ask/${id}/tell/${code}` };
    const step = STEP_OF[first];
    return { text: says, ...(step !== undefined && { href: `/ask/${id}/${step}` }) };
  });
}
