import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { answering, askAudit, auditDoor, DOOR_OPTIONS, NoAnswer } from './audit-door.js';
import type { Command, World } from './command.js';
import { EXIT } from './exit-codes.js';

const HELP = `concordat audit check [options]

Has the audit service write its whole log once more from the signed leaves, and compare every row of every table with it: any value
that somebody changed, and any row that somebody added or took away, is named. For evidence that needs no trust in the service,
use "concordat audit export --format evidence" and "concordat verify".

Who answers: the system that runs here, unless another one is named
  --service URL --token-file FILE
                     this audit service, with the token in the file

  --json             one JSON object a line, as the service gives them

Exit code 0 the log is sound, 1 it has faults, 2 the call cannot be understood, 3 nobody answers, or the answer broke off.

Examples
  concordat audit check
`;

const { service, 'token-file': tokenFile } = DOOR_OPTIONS;

type News = { readonly is: string; readonly sound?: boolean } & Readonly<Record<string, unknown>>;

/** `concordat audit check`: whether the log agrees with itself. */
export const auditCheck: Command = {
  help: HELP.trimEnd(),
  options: { service, 'token-file': tokenFile, json: 'flag' },
  run: (args, world) =>
    answering(world, async () => {
      const { body } = await askAudit(auditDoor(args, world), '/log/check');
      let end: News | undefined;
      const lines = createInterface({
        input: Readable.fromWeb((body ?? new Blob([]).stream()) as ReadableStream),
      });
      try {
        for await (const line of lines) {
          const news = JSON.parse(line) as News;
          if (args.has('json')) world.out(line);
          else tell(news, world);
          if (news.is === 'done') end = news;
        }
      } catch {
        end = undefined;
      }
      if (!end) throw new NoAnswer(['The check was cut off before its end.'], EXIT.NOBODY);
      return end.sound === true ? EXIT.OK : EXIT.REFUSED;
    }),
};

function tell({ is, ...rest }: News, { out, err }: World): void {
  const words = Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`);
  if (is === 'progress') err(`  ... ${words.join(', ')}`);
  else if (is === 'done') out(rest.sound === true ? 'The log is sound.' : 'The log has faults.');
  else out(`Fault: ${words.join(', ')}`);
}
