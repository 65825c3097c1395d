import type { Command } from './command.js';

/** A command that `concordat` knows: a name of one or two words, and where it is. */
export interface CommandEntry {
  readonly name: string;
  /** One line for the list of commands. */
  readonly does: string;
  /** Its module is read only when it is called. */
  readonly load: () => Promise<Command>;
}

/** Every command, in the order in which they are listed. A new one is added here, and nowhere else. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'explain',
    does: 'what another agency would see of a request now, on acceptance, on arrival, or never, and under which rule',
    load: async () => (await import('./explain.js')).explain,
  },
  {
    name: 'candidates',
    does: 'who could take a need now, the best first, and what each of the others lacks',
    load: async () => (await import('./candidates.js')).candidates,
  },
  {
    name: 'directory check',
    does: 'what is wrong with a directory of agencies, task kinds and agreements, with file and line',
    load: async () => (await import('./directory-check.js')).directoryCheck,
  },
  {
    name: 'law',
    does: 'which powers, rules and clocks of the law are in force, from when, and where that was read',
    load: async () => (await import('./law.js')).law,
  },
  {
    name: 'verify',
    does: 'whether evidence of an audit log holds, without the log: every signature, proof, number and opened value',
    load: async () => (await import('./verify.js')).verify,
  },
];
