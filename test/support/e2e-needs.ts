import { expect } from '@jest/globals';
import type { Desk } from './e2e-desk.js';
import type { Exchange } from './e2e-http.js';
import { nothingAsked } from './shipped-kinds.js';
import { until } from './waiting.js';

/** One offer of a need as its asker is told of it, or shown it. */
export interface OfferShown {
  readonly rank: number;
  readonly task: string;
  readonly to?: { readonly agency: string; readonly unit: string };
  readonly performer?: { readonly agency: string; readonly unit: string };
  readonly state?: string;
  readonly status?: string;
  readonly statusReason?: string;
  readonly refused?: string;
}

/** A need as its asker is shown it. */
export interface NeedShown {
  readonly need: string;
  readonly caseId: string;
  readonly status: string;
  readonly metBy?: string;
  readonly closedFor?: string;
  readonly unmetBecause?: string;
  readonly offers: readonly OfferShown[];
  readonly notAsked: readonly { readonly agency: string; readonly unit: string }[];
}

/** What a need was told when it was opened. */
export type NeedTold = Pick<NeedShown, 'need' | 'caseId' | 'offers'>;

const partyOf = (name: string) => {
  const [agency, unit] = name.split('/');
  return { agency, unit };
};

/** The body of a need of a kind, to parties written `agency/unit`, best first. */
export const needBody = (
  desk: Desk,
  kind: string,
  to: readonly string[],
  more: object = {},
): Record<string, unknown> =>
  desk.body({
    kind,
    mode: 'exercise',
    strategy: 'ranked-parallel',
    items: nothingAsked(kind),
    to: to.map(partyOf),
    ...more,
  });

/** Opens a need; expects that every offer is on the ledger. */
export async function opensNeed(
  desk: Desk,
  kind: string,
  to: readonly string[],
  more: object = {},
): Promise<NeedTold> {
  const answer = await desk.post('/needs', needBody(desk, kind, to, more));
  expect([answer.status, answer.body]).toEqual([201, expect.objectContaining({ need: expect.any(String) })]);
  return answer.body as unknown as NeedTold;
}

/** The need as its asker is shown it now. */
export async function needOf(desk: Desk, id: string): Promise<NeedShown> {
  const { status, body } = await desk.get(`/needs/${id}`);
  expect(status).toBe(200);
  return body as unknown as NeedShown;
}

/** The need once it stands so, and all of its offers are as wanted: `status`, or `status reason`. */
export function untilNeed(
  desk: Desk,
  id: string,
  status: string,
  offers?: readonly string[],
): Promise<NeedShown> {
  const wanted = JSON.stringify([status, offers]);
  return until(`the need ${id} is ${wanted}`, async () => {
    const shown = await needOf(desk, id);
    const now = JSON.stringify([shown.status, offers && fatesOf(shown)]);
    if (now === wanted) return shown;
    throw new Error(now);
  });
}

/** How each offer stands, in its rank. */
export const fatesOf = ({ offers }: NeedShown): readonly string[] =>
  offers.map(({ status, statusReason }) =>
    statusReason === undefined ? (status ?? '') : `${status} ${statusReason}`,
  );

/** What an acceptance came to: `recorded`, or the code of the problem. */
export const cameTo = ({ body }: Exchange): string => String(body['state'] ?? body['code']);
