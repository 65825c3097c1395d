import { isLawAt } from '#domain';
import type { DirectoryData } from '#directory';

/** The part of the law that is in force at one instant. */
export interface LawInForce {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly powers: DirectoryData['legalPowers'];
  readonly rules: DirectoryData['lawRules'];
  readonly clocks: DirectoryData['clocks'];
}

/** What of a directory's law is in force at a time (ISO 8601 with an offset); of one power alone, where one is named. */
export function lawInForce(
  { legalPowers, lawRules, clocks }: DirectoryData,
  at: string,
  power?: string,
): LawInForce {
  const isAbout = (code: string | undefined): boolean => power === undefined || power === code;
  return {
    at,
    powers: legalPowers.filter((one) => isAbout(one.code) && isLawAt(one, at)),
    rules: lawRules.filter((one) => isAbout(one.power) && isLawAt(one, at)),
    clocks: clocks.filter((one) => isAbout(one.power) && isLawAt(one, at)),
  };
}
