import { DOOR_HELP, DOOR_OPTIONS, answering, askAudit, auditDoor, withQuery } from './audit-door.js';
import { FILTER_HELP, FILTER_OPTIONS, filtersIn } from './audit-filters.js';
import { disclosureLines, type DisclosurePage } from './audit-text.js';
import type { Command } from './command.js';
import { EXIT } from './exit-codes.js';

const HELP = `concordat audit search [options]

What was told to whom, by the audit log: one row for each item that travelled, was absent or was withheld, with the index of the
leaf that proves it. The search is itself recorded in the log before its first row is given.

${FILTER_HELP}

How much
  --limit N          at most so many rows; 100 without it, 500 at the most
  --after PLACE      the rows behind this place, as the answer before named it

${DOOR_HELP}

  --json             the answer as it came, for programs

Exit code 0 answered, 1 the question is refused, 2 the call cannot be understood, 3 nobody answers.

Examples
  concordat audit search --asker police --performer ambulance --from 2026-11-01T00:00:00Z
  concordat audit search --full-name "Tobiah Quillfeather" --alias "man in the red coat"
  concordat audit search --override yes --unit police/control-room
`;

/** `concordat audit search`: what was told to whom. */
export const auditSearch: Command = {
  help: HELP.trimEnd(),
  options: { ...FILTER_OPTIONS, ...DOOR_OPTIONS, limit: 'value', after: 'value', json: 'flag' },
  run: (args, world) =>
    answering(world, async () => {
      const door = auditDoor(args, world);
      const asked = await filtersIn(args, world);
      for (const name of ['limit', 'after']) {
        const value = args.value(name);
        if (value !== undefined) asked.append(name, value);
      }
      const page = (await (await askAudit(door, withQuery('/disclosures', asked))).json()) as DisclosurePage;
      if (args.has('json')) world.out(JSON.stringify(page, null, 2));
      else disclosureLines(page).forEach(world.out);
      return EXIT.OK;
    }),
};
