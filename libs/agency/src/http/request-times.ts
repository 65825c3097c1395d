import type { Responsibility } from '#domain';
import type { Directory } from '#directory';
import type { RequestTaskBody } from './commands.dto.js';

/** The times of a request, ISO 8601 in UTC: the last instants that are in time. */
export interface RequestTimes {
  readonly decideBy: string;
  readonly acknowledgeBy: string;
  readonly startBy: string;
  readonly completeBy?: string;
}

/** The shared band of a request: as given or as its grade is sorted, else the default of its kind. */
export function bandOf({ kind, urgency }: RequestTaskBody, directory: Directory): string {
  return urgency ?? known(directory, kind).defaultUrgency;
}

/**
 * By when a request that is made at this time should be considered, decided, begun and done. What the asker says counts;
 * else the minutes of its own grade, never the looser ones of the band, then those of the band, then the kind's.
 */
export function requestTimes(body: RequestTaskBody, directory: Directory, at: string): RequestTimes {
  const kind = known(directory, body.kind);
  const from = Date.parse(at);
  const within = (minutes: number): string => new Date(from + minutes * MINUTE).toISOString();
  const decideBy = body.decideBy
    ? new Date(body.decideBy).toISOString()
    : within(body.decideWithinMinutes ?? kind.decideWithinMinutes);
  const decideMinutes = (Date.parse(decideBy) - from) / MINUTE;
  const { completeWithinMinutes } = kind;
  return {
    decideBy,
    acknowledgeBy: within(Math.min(decideMinutes, kind.acknowledgeWithinMinutes ?? decideMinutes / 2)),
    startBy: body.startBy ? new Date(body.startBy).toISOString() : within(responseMinutes(body, directory)),
    ...(body.completeBy
      ? { completeBy: new Date(body.completeBy).toISOString() }
      : completeWithinMinutes !== undefined && { completeBy: within(completeWithinMinutes) }),
  };
}

/** Whether the responsibility for the person passes: as the asker says, else as the kind does; else it stays. */
export function responsibilityOf(
  { kind, responsibility }: RequestTaskBody,
  directory: Directory,
): { readonly responsibility: Responsibility } {
  return { responsibility: responsibility ?? known(directory, kind).responsibility ?? 'retained' };
}

const MINUTE = 60_000;

function responseMinutes({ grade, urgency, kind }: RequestTaskBody, directory: Directory): number {
  const ofGrade = grade === undefined ? undefined : directory.grade(grade)?.level.minutes;
  const ofBand = urgency === undefined ? undefined : directory.urgency(urgency)?.respondWithinMinutes;
  // A grade of no minutes means at once: the kind's own measure is then the nearest that a clock can hold.
  return [ofGrade, ofBand].find((minutes) => minutes) ?? known(directory, kind).responseMinutes;
}

function known(directory: Directory, code: string) {
  const kind = directory.kind(code);
  if (!kind) throw new Error('a checked kind is gone');
  return kind;
}
