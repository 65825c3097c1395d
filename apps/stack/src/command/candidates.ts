import { Desk } from '../rehearsal/desk.js';
import type { Door } from '../rehearsal/system.js';
import { recordedSystem } from '../running-system.js';
import { notOfTheSystem, tokenIn } from './answerer.js';
import {
  CANDIDATES_OPTIONS,
  candidatesBody,
  readCandidatesCall,
  type CandidatesCall,
} from './candidates-call.js';
import { candidateLines, type Ranking } from './candidates-text.js';
import type { Command, World } from './command.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { noAgency, outcomeOf } from './explain-by-service.js';
import type { Answerer } from './explain-call.js';
import type { RefusedRequest } from './explanation.js';
import { refusalLines } from './refusal-text.js';

const HELP = `concordat candidates --from AGENCY/UNIT --kind KIND [options]

Who could take a need, the best first: by who is on shift with which skills at every agency, by hours, areas, places, legal roles
and agreements; and what each of the others lacks. Nothing is stored or sent.

The system that runs here answers, by the service of the agency that asks: only services know the rosters.

What is needed
  --from             who asks; for example police/control-room
  --kind             the task kind; kind, unit and urgency are codes, or the asker's own words for them
  --urgency, --grade a shared urgency, or a grade of the asker's own scale; the kind's default without either
  --age-group        under-18, 18-64 or 65-and-over
  --language CODE ...
                     ISO 639 codes, such as pl or bfi; one of them is enough
  --area CODE        where it is needed
  --item CODE ...    items that could be told; without it those that the kind requires
  --at TIME          when it is to be done, such as 2026-11-25T18:30:00Z; now without it

Who answers
  --service URL --token-file FILE
                     this agency service, with the token in the file

  --all              lists units that are not asked for this kind, too
  --json             { "ranked" }, { "refused" } or { "nobody" } for programs

Exit code 0 ranked, 1 the question is refused, 2 the call cannot be understood, 3 nobody answers.

Examples
  concordat candidates --from police/control-room --kind place-of-safety-admission
  concordat candidates --from mh-trust/crisis-team --kind safe-haven-place --language pl uk --at 2026-11-25T21:00:00Z
`;

/** What a question for candidates came to. */
type Outcome =
  { readonly ranked: Ranking } | { readonly refused: RefusedRequest } | { readonly nobody: string };

/** `concordat candidates`: who could take a need now, and what the others lack. */
export const candidates: Command = {
  help: HELP.trimEnd(),
  options: CANDIDATES_OPTIONS,
  run: async (args, world) => {
    const { call, answerer } = readCandidatesCall(args);
    const found = doorOf(call, answerer, world);
    const outcome = 'url' in found ? await askService(call, found) : found;
    if (args.has('json')) world.out(JSON.stringify(outcome, null, 2));
    else if ('ranked' in outcome && 'url' in found)
      candidateLines(outcome.ranked, { service: found.url, all: args.has('all') }).forEach(world.out);
    else tellFailure(outcome, call, world);
    return exitCode(outcome);
  },
};

function doorOf(
  { from }: CandidatesCall,
  answerer: Answerer,
  world: World,
): Door | Exclude<Outcome, { readonly ranked: Ranking }> {
  if (answerer.by === 'service') return { url: answerer.url, token: tokenIn(answerer.tokenFile, world) };
  const system = recordedSystem(world.home);
  if (!system)
    return { nobody: 'No system is running here: start it (npm start), or name a service (--service).' };
  const refused = notOfTheSystem(from.agency, Object.keys(system.agencies));
  return system.agencies[from.agency] ?? refused;
}

async function askService(call: CandidatesCall, door: Door): Promise<Outcome> {
  const answer = await new Desk(door, new AbortController().signal).post('/candidates', candidatesBody(call));
  if ('problem' in answer) return outcomeOf(answer.problem, door);
  const { body } = answer;
  if (!isRanking(body)) return { nobody: noAgency(door) };
  if (body.from.agency === call.from.agency) return { ranked: body };
  const detail = `the service at ${door.url} is the one of "${body.from.agency}"`;
  const fault = { pointer: '/from/agency', code: 'NOT_THIS_AGENCY', detail };
  return {
    refused: { code: 'NOT_THIS_AGENCY', title: 'An agency is asked at its own service.', faults: [fault] },
  };
}

const isRanking = (
  body: Readonly<Record<string, unknown>>,
): body is Readonly<Record<string, unknown>> & Ranking =>
  typeof body['from'] === 'object' && Array.isArray(body['candidates']);

function tellFailure(outcome: Outcome, call: CandidatesCall, { err }: World): void {
  if ('refused' in outcome) refusalLines(outcome.refused, call.items).forEach(err);
  else if ('nobody' in outcome) err(outcome.nobody);
}

function exitCode(outcome: Outcome): ExitCode {
  if ('ranked' in outcome) return EXIT.OK;
  return 'refused' in outcome ? EXIT.REFUSED : EXIT.NOBODY;
}
