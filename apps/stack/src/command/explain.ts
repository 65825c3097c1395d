import { EXIT, type ExitCode } from './exit-codes.js';
import type { Directory } from '#directory';
import { askAnswerer } from './answerer.js';
import type { Command, World } from './command.js';
import { EXPLAIN_OPTIONS, readExplainCall, type ExplainCall } from './explain-call.js';
import type { Explanation, Outcome } from './explanation.js';
import { explanationLines } from './explanation-text.js';
import { refusalLines } from './refusal-text.js';

const HELP = `concordat explain --from AGENCY/UNIT --to AGENCY/UNIT --kind KIND [options]

A dry run of a request: what the agency asked would see now, on acceptance, on arrival, on request, or never; under which
rule, agreement and lawful basis; and what would be missing. Nothing is stored or sent, and no value of an item is given.

The system that runs here answers, by the service of the agency that asks. Where none runs, the shipped directory
answers alone. The answer says which of the two it was.

What is asked
  --from, --to       who asks, and who is asked; for example police/control-room
  --kind             the task kind; kind, units and urgency are codes, or the asker's own words for them
  --urgency, --grade a shared urgency, or a grade of the asker's own scale; the kind's default without either
  --item CODE ...    the items that would be told; without it all that the kind needs, expects or shows
  --every-item       every item of the directory
  --case ID          a case of the asker; without --item the items of its case file
  --mode             actual, exercise (the default) or test; a case has one
  --want CODE ...    items that are asked for, with --purpose and --basis: for a request for information

Who answers
  --offline          the shipped directory alone, though a system may run
  --directory FOLDER another directory alone: a draft of agreements, for example
  --service URL --token-file FILE
                     this agency service, with the token in the file

  --json             { "explained" }, { "refused" } or { "nobody" } for programs

Exit code 0 explained, 1 the request would be refused, 2 the call cannot be understood, 3 nobody answers.

Examples
  concordat explain --from police/control-room --to mh-trust/street-triage --kind s136-consultation
  concordat explain --from police/control-room --to mh-trust/street-triage --kind s136-consultation \\
    --item full-name mh-history police-warning-markers
  concordat explain --from ambulance/crew --to mh-trust/health-based-place-of-safety \\
    --kind place-of-safety-admission --every-item --directory ./draft
`;

/** `concordat explain`: what an agency would see of a request, when, and under which rule. */
export const explain: Command = {
  help: HELP.trimEnd(),
  options: EXPLAIN_OPTIONS,
  run: async (args, world) => {
    const { call, answerer } = readExplainCall(args);
    const { outcome, directory } = await askAnswerer(call, answerer, world);
    if (args.has('json')) world.out(JSON.stringify(asJson(outcome, directory), null, 2));
    else tell(outcome, { call, directory, world });
    return exitCode(outcome);
  },
};

interface Telling {
  readonly call: ExplainCall;
  readonly directory: Directory | undefined;
  readonly world: World;
}

function tell(outcome: Outcome, { call, directory, world }: Telling): void {
  if ('explained' in outcome) explanationLines(outcome.explained, directory).forEach(world.out);
  else if ('refused' in outcome) refusalLines(outcome.refused, call.items).forEach(world.err);
  else world.err(outcome.nobody);
}

function asJson(outcome: Outcome, directory: Directory | undefined): object {
  if (!('explained' in outcome)) return outcome;
  const withLabel = (item: Explanation['items'][number]) => ({
    ...item,
    label: directory?.item(item.code)?.label,
  });
  return { explained: { ...outcome.explained, items: outcome.explained.items.map(withLabel) } };
}

function exitCode(outcome: Outcome): ExitCode {
  if ('explained' in outcome) return EXIT.OK;
  return 'refused' in outcome ? EXIT.REFUSED : EXIT.NOBODY;
}
