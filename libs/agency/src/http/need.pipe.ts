import { Inject, Injectable, type PipeTransform } from '@nestjs/common';
import type { Fault } from '#domain';
import { AGENCY, type Agency } from '../agency.js';
import { judged, shapeFaults } from './checked.pipe.js';
import type { CodeView } from './code-faults.js';
import { RequestTaskBody } from './commands.dto.js';
import { NeedBody } from './needs.dto.js';
import { Problem } from './problem.js';
import { rankedParties } from './ranked-parties.js';

/**
 * The body of a need, with the request as it is made to each candidate: own words mean what they mean to this one. Throws
 * Problem with all faults at once: BAD_INPUT when the form is wrong, else BAD_CONTENT.
 */
export function checkedNeed(given: unknown, view: CodeView): NeedBody {
  const shape = shapeFaults(NeedBody, given);
  const { strategy: _how, to, ...asked } = isRecord(given) ? given : {};
  const parties: readonly unknown[] = Array.isArray(to) ? to : [];
  const each = parties.map((party) => judged(RequestTaskBody, { ...asked, to: party }, view));
  const faults = [
    ...shape,
    ...each.flatMap((one, rank) => one.faults.map((fault) => ({ ...fault, pointer: placeOf(fault, rank) }))),
    ...(Array.isArray(to) ? partyFaults(parties) : []),
  ];
  if (faults.length > 0)
    throw new Problem(shape.length > 0 ? 'BAD_INPUT' : 'BAD_CONTENT', { faults: onceEach(faults) });
  return { ...(given as NeedBody), requests: each.map(({ body }) => body as RequestTaskBody) };
}

/** Where a fault of the request to one candidate stands in the body of the need. */
export const placeOf = ({ pointer }: Pick<Fault, 'pointer'>, rank: number): string =>
  /^\/to(\/|$)/.test(pointer) ? `/to/${rank}${pointer.slice('/to'.length)}` : pointer;

function partyFaults(parties: readonly unknown[]): Fault[] {
  if (parties.length === 0) {
    const detail = 'expected at least one party';
    return [{ pointer: '/to', code: 'NOT_AS_EXPECTED', detail }];
  }
  const names = parties.map((party) =>
    isRecord(party) ? `${String(party['agency'])}/${String(party['unit'])}` : '',
  );
  return names.flatMap((name, rank) =>
    name !== '' && names.indexOf(name) < rank
      ? [{ pointer: `/to/${rank}`, code: 'TWICE', detail: 'this party is named before' }]
      : [],
  );
}

/** What is wrong with the request is wrong with it for everybody: the first word at each place stands. */
function onceEach(faults: readonly Fault[]): readonly Fault[] {
  const places = faults.map(({ pointer }) => pointer);
  return faults.filter(({ pointer }, index) => places.indexOf(pointer) === index);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Checks the body of a need as `CheckedPipe` checks that of a request. */
@Injectable()
export class NeedPipe implements PipeTransform {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** Who is asked is ranked here where the body names nobody. Throws Problem BAD_INPUT, BAD_CONTENT or NOBODY_TO_ASK. */
  async transform(given: unknown): Promise<NeedBody> {
    const { config, profile } = this.agency;
    const directory = this.agency.directory();
    const unnamed = isRecord(given) && given['to'] === undefined;
    const to = unnamed ? await rankedParties(this.agency, given) : undefined;
    const named = to ? { ...(given as object), to } : given;
    return checkedNeed(named, { directory, agency: profile.code, modes: config.modes });
  }
}
