import { checkDirectory, faultText, type DirectoryFault, type DirectoryReport } from '#directory';
import { UsageError } from './arguments.js';
import type { Command } from './command.js';
import { existingFolder } from './existing-folder.js';
import { EXIT, type ExitCode } from './exit-codes.js';

const HELP = `concordat directory check [folder] [--strict] [--json]

Checks the agencies, task kinds, items, words and agreements in a folder of YAML files; without a folder, those that
this system ships and starts with. Every fault is found in one run: values of a wrong form, codes that do not exist, a
kind that an agency is asked for and has nobody to do, a reason to decline whose fact is not visible at the offer,
agreements that overlap or contradict each other. Warnings: agreements that have ended or soon will, and reviews that
are due within 90 days or overdue. The same check runs at every start of the system, and a fault stops the start.

Each finding is one line, faults first: file:line path: what is wrong

  --strict   a warning fails, too
  --json     { "folder", "faults": [{ "file", "line", "path", "detail" }], "warnings": [...] }

Exit code 0 without faults, 1 with faults (or warnings, with --strict), 2 when the call cannot be understood.

Examples
  concordat directory check
  concordat directory check libs/directory/data --strict
  concordat directory check ./draft --json
`;

const SHIPPED = 'the shipped directory';

/** `concordat directory check`: every fault and warning of a directory, for people or as JSON. */
export const directoryCheck: Command = {
  help: HELP.trimEnd(),
  options: { json: 'flag', strict: 'flag' },
  run: async (call, world) => {
    const [folder, ...more] = call.words;
    if (more.length > 0) throw new UsageError(['Name one folder, or none for the shipped directory.']);
    const report = checkDirectory(
      world.now(),
      folder === undefined ? undefined : existingFolder(folder, world),
    );
    const { faults, warnings } = report;
    if (call.has('json')) {
      world.out(JSON.stringify({ folder: folder ?? null, faults, warnings }, null, 2));
    } else {
      reportLines(report, folder ?? SHIPPED).forEach(world.out);
    }
    return exitCode(report, call.has('strict'));
  },
};

/** The lines of a report: one for each fault, then one for each warning, then how many there are, and where. */
export function reportLines({ faults, warnings }: DirectoryReport, where: string): readonly string[] {
  const counts = [count(faults, 'fault'), count(warnings, 'warning')].join(' and ');
  return [...faults.map(faultText), ...warnings.map(warningText), `${sentence(counts)} in ${where}.`];
}

const warningText = (warning: DirectoryFault): string =>
  faultText({ ...warning, detail: `warning: ${warning.detail}` });

const count = ({ length }: readonly unknown[], what: string): string =>
  `${length === 0 ? 'no' : length} ${what}${length === 1 ? '' : 's'}`;

function exitCode({ faults, warnings }: DirectoryReport, strict: boolean): ExitCode {
  return faults.length > 0 || (strict && warnings.length > 0) ? EXIT.REFUSED : EXIT.OK;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
