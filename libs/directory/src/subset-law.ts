import type { LawCondition } from '#domain';
import { agencyOf } from './agreement-rows.js';
import type { DirectoryData, TaskKindEntry } from './data.js';
import type { LawRuleEntry } from './dated-law.js';

type Stays = (agency: string) => boolean;
type Law = Pick<DirectoryData, 'skills' | 'legalPowers' | 'lawRules' | 'clocks' | 'retention'>;

/** The law for the agencies and kinds that are left. */
export function lawFor(data: DirectoryData, stays: Stays, taskKinds: readonly TaskKindEntry[]): Law {
  const gone = new Set(data.agencies.map(({ code }) => code).filter((code) => !stays(code)));
  const kinds = new Set(taskKinds.map(({ code }) => code));
  return {
    // Skills stay, since kinds and powers name them; only who left is employer and duty-bound no longer.
    skills: data.skills.map((skill) => ({
      ...skill,
      employers: skill.employers.filter((employer) => !gone.has(employer)),
      kinds: skill.kinds.filter((kind) => kinds.has(kind)),
    })),
    legalPowers: data.legalPowers.map(({ dutyOn, ...power }) =>
      dutyOn !== undefined && stays(dutyOn) ? { ...power, dutyOn } : power,
    ),
    lawRules: data.lawRules.flatMap((rule) => ruleFor(rule, stays, taskKinds)),
    clocks: data.clocks.map((clock) => ({
      ...clock,
      endsWith: Object.fromEntries(Object.entries(clock.endsWith).filter(([kind]) => kinds.has(kind))),
    })),
    retention: data.retention
      .filter(({ agencies }) => agencies.length === 0 || agencies.some(stays))
      .map((rule) => ({ ...rule, agencies: rule.agencies.filter(stays) })),
  };
}

/** A rule of whose list nothing is left could never warn; an empty list would let it warn at everything. */
function ruleFor(
  rule: LawRuleEntry,
  stays: Stays,
  taskKinds: readonly TaskKindEntry[],
): readonly LawRuleEntry[] {
  const kinds = taskKinds.filter(({ code }) => rule.when.kinds?.includes(code) ?? true);
  const left: readonly [keyof LawCondition, (code: string) => boolean][] = [
    ['kinds', (code) => kinds.some((kind) => kind.code === code)],
    ['outcomes', (code) => kinds.some(({ outcomes }) => outcomes.includes(code))],
    ['reasons', (code) => kinds.some((kind) => kind.allowedDeclineReasons.includes(code))],
    ['slotsNotFilled', (code) => kinds.some(({ slots = [] }) => slots.some((slot) => slot.code === code))],
    ['askers', (party) => stays(agencyOf(party))],
    ['performers', (party) => stays(agencyOf(party))],
  ];
  const narrowed = left.flatMap(([list, isLeft]) => {
    const named = rule.when[list] as readonly string[] | undefined;
    return named === undefined ? [] : [[list, named.filter(isLeft)] as const];
  });
  if (narrowed.some(([, codes]) => codes.length === 0)) return [];
  return [{ ...rule, when: { ...rule.when, ...Object.fromEntries(narrowed) } }];
}
