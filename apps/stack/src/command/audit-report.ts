import { answering, askAudit, auditDoor, DOOR_HELP, DOOR_OPTIONS } from './audit-door.js';
import { PERSON_HELP, PERSON_OPTIONS, tokensIn } from './audit-filters.js';
import { readReportCall, REPORT_OPTIONS } from './audit-report-call.js';
import type { Command } from './command.js';
import { EXIT } from './exit-codes.js';
import { keepText, outFile } from './kept-file.js';

const HELP = `concordat audit report <person|accounting|overrides|refusals|gaps|unmet> [options]

What the audit log says, as a report for people: text to read, JSON or CSV. Each report is recorded in the log before it is given,
with who asked for it. An agency's records officer sees what the own agency sent or received.

  person      who was told what about a person, as a letter for a subject access request; needs a person
  accounting  what two agencies told each other, both ways; needs --between
  overrides   emergency overrides that wait for review, the most overdue first
  refusals    what agencies wanted to tell and was not let through
  gaps        what was missing or withheld, by agency, item, reason and month
  unmet       what was asked for and came to nothing: kinds, skills, places, reasons

${PERSON_HELP}
  --between A,B           two agencies
  --agency A, --item I    gaps of one agency, or of one item
  --from, --to            days, or times with an offset, by the clock of the ledger; --to is not included
  --mode                  actual, exercise or test; all of them without it
  --json, --csv           instead of text
  --out FILE              into this file, for its owner alone, instead of standard output; it must not be there yet

${DOOR_HELP}

Exit code 0 done, 1 the service refuses the question, 2 the call cannot be understood, 3 nobody answers.

Examples
  concordat audit report person --full-name "Tobiah Quillfeather" --from 2026-01-01 --out letter.txt
  concordat audit report accounting --between police,mh-trust --from 2026-10-01 --to 2026-11-01 --csv
  concordat audit report gaps --agency ambulance --json
  concordat audit report overrides
`;

/** `concordat audit report`: what the audit log says, for people and for programs. */
export const auditReport: Command = {
  help: HELP.trimEnd(),
  options: { ...REPORT_OPTIONS, ...PERSON_OPTIONS, ...DOOR_OPTIONS },
  run: (args, world) =>
    answering(world, async () => {
      const call = readReportCall(args);
      const file = args.has('out') ? outFile(args, world) : undefined;
      const door = auditDoor(args, world);
      const query = new URLSearchParams(call.query);
      if (call.report === 'person')
        (await tokensIn(args, world)).forEach((token) => query.append('token', token));
      const answer = await askAudit(door, `/reports/${call.report}?${query.toString()}`);
      const report = await answer.text();
      if (file === undefined) world.out(report.trimEnd());
      else {
        keepText(report, file);
        world.err(`Written to ${file}.`);
      }
      return EXIT.OK;
    }),
};
