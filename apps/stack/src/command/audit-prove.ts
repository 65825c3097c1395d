import { UsageError } from './arguments.js';
import { DOOR_OPTIONS, NoAnswer, answering, askAudit, auditDoor } from './audit-door.js';
import type { Command } from './command.js';
import { EXIT } from './exit-codes.js';
import { keepText, outFile } from './kept-file.js';

const HELP = `concordat audit prove --event ID --out FILE [options]

The proof that the log holds an event, as a file that anybody can check with the public keys of the log and its witnesses
(c2sp.org/tlog-proof@v1): the event as it was signed, its place in the log, and a checkpoint that agencies cosigned.

  --event ID         which event; a search and a story name them
  --out FILE         the file to write; it must not be there yet

Who answers: the system that runs here, unless another one is named
  --service URL --token-file FILE
                     this audit service, with the token in the file

  --json             { "file", "index", "size", "signatures" } for programs

Exit code 0 written, 1 the log does not hold the event, or no checkpoint covers it yet, 2 the call cannot be understood,
3 nobody answers.

Examples
  concordat audit prove --event 01931c6e-7a11-7f02-8d44-90c1a2b3c4d5 --out event.tlog-proof
`;

const { service, 'token-file': tokenFile } = DOOR_OPTIONS;

/** `concordat audit prove`: one event's proof as a file. */
export const auditProve: Command = {
  help: HELP.trimEnd(),
  options: { event: 'value', out: 'value', service, 'token-file': tokenFile, json: 'flag' },
  run: (args, world) =>
    answering(world, async () => {
      const event = args.value('event');
      if (event === undefined) throw new UsageError(['--event is missing: which event.']);
      const file = outFile(args, world);
      const door = auditDoor(args, world);
      const text = await (await askAudit(door, `/events/${encodeURIComponent(event)}/proof`)).text();
      const { index, size, signatures } = readProof(text, door.url);
      keepText(text, file);
      if (args.has('json')) world.out(JSON.stringify({ file, index, size, signatures }, null, 2));
      else
        world.out(
          `${file}: leaf ${index}, under the checkpoint of ${size} leaves with ${signatures} cosignatures`,
        );
      return EXIT.OK;
    }),
};

/** What the proof is about, as its lines say (c2sp.org/tlog-proof); whether it holds is for `concordat verify`. */
function readProof(
  text: string,
  url: string,
): { readonly index: number; readonly size: number; readonly signatures: number } {
  const index = /^c2sp\.org\/tlog-proof@v1\n(?:extra \S+\n)?index (\d+)\n/.exec(text)?.[1];
  const [, note = '', lines = ''] = text.split('\n\n');
  const size = /^\S+\n(\d+)\n/.exec(note)?.[1];
  if (index === undefined || size === undefined)
    throw new NoAnswer([`Whoever answers at ${url} gives no proof file.`], EXIT.NOBODY);
  // The first line is the log's own.
  const signatures = lines.split('\n').filter((line) => line.startsWith('— ')).length - 1;
  return { index: Number(index), size: Number(size), signatures };
}
