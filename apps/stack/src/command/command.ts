import type { Arguments, OptionKinds } from './arguments.js';
import type { ExitCode } from './exit-codes.js';

/** What a command is given of the process and the machine. */
export interface World {
  /** Writes one line of the answer: standard output. */
  readonly out: (line: string) => void;
  /** Writes one line that is not the answer: standard error. */
  readonly err: (line: string) => void;
  /** ms since 1970. */
  readonly now: () => number;
  /** The folder from which relative paths are read. */
  readonly cwd: string;
  /** The folder in which a system that runs on this machine keeps its files. */
  readonly home: string;
}

/** One command of `concordat`. */
export interface Command {
  /** How it is called, what its options do, examples. */
  readonly help: string;
  /** Every option but `--help`. */
  readonly options: OptionKinds;
  /** Does it. Throws UsageError for a call that cannot be understood. */
  run(call: Arguments, world: World): Promise<ExitCode>;
}
