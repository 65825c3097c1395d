import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Say } from '../cli/say.js';
import { reasonOf } from '../platform/platform-error.js';
import { readScenario, shippedScenario } from '../rehearsal/scenario.js';
import type { Scenario } from '../rehearsal/steps.js';
import { reportFile } from '../report/scribe.js';

/** A case study that can be rehearsed, as people choose it. */
export interface Study {
  /** Name of its file without `.yaml`. */
  readonly name: string;
  readonly title: string;
  readonly question?: string;
  readonly steps: number;
  /** Minutes of the scenario from its first step to its last. */
  readonly minutes: number;
  /** When its newest report was written, ISO 8601; absent where there is none. */
  readonly reportedAt?: string;
}

/** The case studies of a folder, by name; one that cannot be read is told and left out. */
export class Studies {
  private readonly known = new Map<string, Scenario>();

  constructor(
    private readonly homeDir: string,
    say: Say,
    folder: string = dirname(shippedScenario('any')),
  ) {
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && !file.startsWith('_'));
    for (const file of files.sort()) {
      try {
        this.known.set(basename(file, '.yaml'), readScenario(join(folder, file)));
      } catch (error) {
        say.line(`The case study ${file} cannot be rehearsed: ${reasonOf(error)}`);
      }
    }
  }

  /** All of them, with their newest reports as they lie there now. */
  list(): readonly Study[] {
    return [...this.known].map(([name, scenario]) => {
      const { title, question, steps } = scenario;
      const file = this.reportOf(name);
      return {
        name,
        title,
        ...(question !== undefined && { question }),
        steps: steps.length,
        minutes: (steps.at(-1)?.at ?? 0) - (steps[0]?.at ?? 0),
        ...(file !== undefined && existsSync(file) && { reportedAt: statSync(file).mtime.toISOString() }),
      };
    });
  }

  /** One of them; undefined for a name that none has. */
  study(name: string): Scenario | undefined {
    return this.known.get(name);
  }

  /** Where the report of a study lies, or will; undefined for a name that none has. */
  reportOf(name: string): string | undefined {
    const scenario = this.known.get(name);
    return scenario && reportFile(this.homeDir, scenario);
  }
}
