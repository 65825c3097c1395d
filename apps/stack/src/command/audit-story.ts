import { UsageError } from './arguments.js';
import { DOOR_OPTIONS, answering, askAudit, auditDoor } from './audit-door.js';
import { storyLines, type Story } from './audit-text.js';
import type { Command } from './command.js';
import { EXIT } from './exit-codes.js';

const HELP = `concordat audit story --task ID [options]

A task by the audit log, from its request to its end: who said what, in which role, and which items went with it, absent ones and
withheld ones too. That it was read is itself recorded in the log.

  --task ID          which task

Who answers: the system that runs here, unless another one is named
  --service URL --token-file FILE
                     this audit service, with the token in the file

  --json             the answer as it came, for programs

Exit code 0 answered, 1 the log has nothing of this task, 2 the call cannot be understood, 3 nobody answers.

Examples
  concordat audit story --task 01931c6e-7a10-7c3a-9a50-3d1f5b0c2e11
`;

const { service, 'token-file': tokenFile } = DOOR_OPTIONS;

/** `concordat audit story`: one task from its first event to its last. */
export const auditStory: Command = {
  help: HELP.trimEnd(),
  options: { task: 'value', service, 'token-file': tokenFile, json: 'flag' },
  run: (args, world) =>
    answering(world, async () => {
      const task = args.value('task');
      if (task === undefined) throw new UsageError(['--task is missing: which task.']);
      const answer = await askAudit(auditDoor(args, world), `/tasks/${encodeURIComponent(task)}/story`);
      const story = (await answer.json()) as Story;
      if (args.has('json')) world.out(JSON.stringify(story, null, 2));
      else storyLines(story).forEach(world.out);
      return EXIT.OK;
    }),
};
