import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DirectoryData } from '#directory';
import { reasonOf } from '../platform/platform-error.js';
import type { Cast } from '../rehearsal/cast.js';
import type { Desk } from '../rehearsal/desk.js';
import type { Scenario } from '../rehearsal/steps.js';
import type { Told } from '../rehearsal/told.js';
import { gatherMaterial, type Ending } from './gather-material.js';
import { Minutes } from './minutes.js';
import { reportOf } from './report.js';

/** Where the report of a scenario lies in the home folder of a run: one file for each scenario, the newest. */
export const reportFile = (home: string, { id }: Pick<Scenario, 'id'>): string =>
  join(home, 'reports', `${id.replaceAll(/[^\w-]+/g, '-')}.html`);

/** A report that cannot be written; the message says where and why. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}

/** Follows a rehearsal, and writes its report at the end, however it ends. Without a file it does nothing. */
export class Scribe {
  private readonly minutes = new Minutes();
  private readonly told: Told[] = [];
  private cast: Cast | undefined;

  /** Throws ReportError, before anything is played, when the file's folder cannot be had. */
  constructor(
    private readonly file: string | undefined,
    private readonly directory: DirectoryData,
    private readonly audit: Desk,
  ) {
    if (file !== undefined) attempt(file, () => mkdirSync(dirname(resolve(file)), { recursive: true }));
  }

  /** A step begins. */
  begins(minute: number, cast: Cast): void {
    this.cast = cast;
    this.minutes.begins(minute, cast);
  }

  /** A step was played, or not. */
  ends(told: Told): void {
    this.told.push(told);
    this.minutes.ends(told);
  }

  /**
   * Writes the report and gives its path; undefined when there is no file to write, or nothing was played yet. The file is
   * whole or as it was before. Throws ReportError.
   */
  async write(ending: Ending): Promise<string | undefined> {
    const { file, cast, told, minutes, directory, audit } = this;
    if (file === undefined || cast === undefined) return undefined;
    const madeAt = new Date().toISOString();
    const material = await gatherMaterial({ cast, told, minutes }, { directory, audit, ending, madeAt });
    const half = `${resolve(file)}.${process.pid}`;
    attempt(file, () => {
      writeFileSync(half, reportOf(material));
      renameSync(half, resolve(file));
    });
    return file;
  }
}

function attempt(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new ReportError(`The report could not be written to ${file}: ${reasonOf(error)}`);
  }
}
