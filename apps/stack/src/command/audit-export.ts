import { UsageError } from './arguments.js';
import { DOOR_HELP, DOOR_OPTIONS, answering, askAudit, auditDoor, withQuery } from './audit-door.js';
import { FILTER_HELP, FILTER_OPTIONS, filtersIn } from './audit-filters.js';
import type { Command } from './command.js';
import { EXIT } from './exit-codes.js';
import { keepAnswer, outFile, sizeText } from './kept-file.js';

const HELP = `concordat audit export --format FORMAT --out FILE [options]

Everything that a search finds, however much, as one file. What it names is recorded in the log before the first row is sent. The
file has its name only once it is whole.

  --format           csv      a table (RFC 4180) with a row for each item
                     ndjson   the same rows as JSON, one a line
                     fhir     one FHIR R4 AuditEvent for each event, one a line (IHE BALP)
                     evidence leaves with their proofs, to be verified by anybody (concordat verify): those of --task, --case or
                              --event, or the whole log without any of them
  --out FILE         the file to write; it must not be there yet

${FILTER_HELP}
  --event            with --format evidence: the event's id

${DOOR_HELP}

  --json             { "file", "bytes", "lines" } for programs

Exit code 0 written, 1 the question is refused, 2 the call cannot be understood, 3 nobody answers, or the answer broke off.

Examples
  concordat audit export --format csv --out november.csv --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z
  concordat audit export --format fhir --out person.fhir.ndjson --nhs-number 9434765919
  concordat audit export --format evidence --out task.ndjson --task 01931c6e-7a10-7c3a-9a50-3d1f5b0c2e11
`;

const FORMATS = ['csv', 'ndjson', 'fhir', 'evidence'];

/** `concordat audit export`: everything that a search finds, or evidence of it, as one file. */
export const auditExport: Command = {
  help: HELP.trimEnd(),
  options: {
    ...FILTER_OPTIONS,
    ...DOOR_OPTIONS,
    event: 'value',
    format: 'value',
    out: 'value',
    json: 'flag',
  },
  run: (args, world) =>
    answering(world, async () => {
      const format = args.value('format') ?? '';
      if (!FORMATS.includes(format)) throw new UsageError([`--format takes one of: ${FORMATS.join(', ')}.`]);
      const file = outFile(args, world);
      const door = auditDoor(args, world);
      const asked = await filtersIn(args, world);
      const event = args.value('event');
      if (event !== undefined) asked.append('event', event);
      if (format !== 'evidence') asked.append('format', format);
      const path = format === 'evidence' ? '/evidence' : '/exports/disclosures';
      const kept = await keepAnswer(await askAudit(door, withQuery(path, asked)), file, world);
      if (args.has('json')) world.out(JSON.stringify(kept, null, 2));
      else world.out(`${kept.file}: ${kept.lines} lines, ${sizeText(kept.bytes)}`);
      return EXIT.OK;
    }),
};
