import { rankCandidates, type Candidate, type CandidateNeed } from '#domain';
import type { Agency } from './agency.js';
import { agreementIndexOf } from './agreements.js';

/**
 * Who could take a need at an instant (ms since 1970), the best first: by the newest directory, its agreements, and the
 * rosters of all agencies as this one has them. Leases are judged by the time of asking.
 */
export async function candidatesAt(
  { store, directory }: Pick<Agency, 'store' | 'directory'>,
  need: CandidateNeed,
  at: number,
): Promise<readonly Candidate[]> {
  const rosters = await store.rosters.published();
  const newest = directory();
  const agreements = agreementIndexOf(newest);
  return rankCandidates(need, { directory: newest, agreements, rosters, at, leasesAt: Date.now() });
}
