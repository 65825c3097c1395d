import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import type { CandidateNeed } from '#domain';
import { AGENCY, type Agency } from '../agency.js';
import { candidatesAt } from '../candidates.js';
import { shownCandidate, type ShownCandidate } from './candidate-view.js';
import { CheckedPipe } from './checked.pipe.js';
import { CandidatesBody } from './roster.dto.js';

/** Who could take a need, the best first. */
interface Ranking {
  /** Version of the directory that was asked. */
  readonly directoryVersion: number;
  /** When it is to be done. */
  readonly at: string;
  readonly from: { readonly agency: string; readonly unit?: string };
  readonly kind: string;
  readonly urgency: string;
  readonly candidates: readonly ShownCandidate[];
}

/** Who can take a need, and what the others lack. */
@Controller('candidates')
export class CandidatesController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /**
   * Every unit that could be asked, the best first, each with what it lacks: by the rosters of all agencies, the newest
   * directory and the agreements. Stores and sends nothing.
   */
  @Post()
  @HttpCode(200)
  async rank(@Body(CheckedPipe) body: CandidatesBody): Promise<Ranking> {
    const directory = this.agency.directory();
    const at = body.at === undefined ? Date.now() : Date.parse(body.at);
    const need = this.needOf(body);
    const kind = directory.kind(body.kind);
    if (!kind) throw new Error('a checked kind is gone');
    const ranked = await candidatesAt(this.agency, need, at);
    return {
      directoryVersion: directory.version,
      at: new Date(at).toISOString(),
      from: { agency: need.asker.agency, ...(body.unit !== undefined && { unit: body.unit }) },
      kind: kind.code,
      urgency: need.urgency ?? kind.defaultUrgency,
      candidates: ranked.map((candidate) => shownCandidate(candidate, directory)),
    };
  }

  private needOf({
    kind,
    unit,
    urgency,
    ageGroup,
    languages,
    area,
    itemsKnown,
  }: CandidatesBody): CandidateNeed {
    return {
      kind,
      // Of no unit in particular, so that only the rules for the whole agency hold.
      asker: { agency: this.agency.profile.code, unit: unit ?? '' },
      ...(urgency !== undefined && { urgency }),
      ...(ageGroup && { ageGroup }),
      ...(languages && { languages }),
      ...(area !== undefined && { area }),
      ...(itemsKnown && { itemsKnown }),
    };
  }
}
