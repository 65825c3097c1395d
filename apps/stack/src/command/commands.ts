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
  {
    name: 'audit search',
    does: 'what was told to whom, by person, task, agency, item, rule, time, with the leaf that proves it',
    load: async () => (await import('./audit-search.js')).auditSearch,
  },
  {
    name: 'audit story',
    does: 'one task from its request to its end, with what went with each event',
    load: async () => (await import('./audit-story.js')).auditStory,
  },
  {
    name: 'audit export',
    does: 'everything that a search finds as CSV, NDJSON or FHIR AuditEvents, or evidence that anybody can verify',
    load: async () => (await import('./audit-export.js')).auditExport,
  },
  {
    name: 'audit prove',
    does: 'the proof that the log holds an event, as a file',
    load: async () => (await import('./audit-prove.js')).auditProve,
  },
  {
    name: 'audit open',
    does: 'what travelled with an event, opened by the custodian on this machine, after a leaf that says so',
    load: async () => (await import('./audit-open.js')).auditOpen,
  },
  {
    name: 'audit check',
    does: 'whether the audit log agrees with itself, row by row',
    load: async () => (await import('./audit-check.js')).auditCheck,
  },
  {
    name: 'audit hold',
    does: 'legal holds: place, release, list',
    load: async () => (await import('./audit-hold.js')).auditHold,
  },
  {
    name: 'audit erase',
    does: 'destroys what the audit log keeps of a person’s values, and shows how far that is',
    load: async () => (await import('./audit-erase.js')).auditErase,
  },
  {
    name: 'audit report',
    does: 'what the audit log says of a person, two agencies, overrides, refusals, gaps or unmet needs, for people',
    load: async () => (await import('./audit-report.js')).auditReport,
  },
];
