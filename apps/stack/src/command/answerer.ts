import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearest } from '#domain';
import { Directory, checkDirectory, faultText } from '#directory';
import { reasonOf } from '../platform/platform-error.js';
import type { Door } from '../rehearsal/system.js';
import { recordedSystem } from '../running-system.js';
import { UsageError } from './arguments.js';
import type { World } from './command.js';
import { existingFolder } from './existing-folder.js';
import { explainByDirectory } from './explain-by-directory.js';
import { explainByService } from './explain-by-service.js';
import type { Answerer, ExplainCall } from './explain-call.js';
import type { Outcome } from './explanation.js';

/** What a dry run came to, and the directory that labels it, where there is one without faults. */
export interface Asked {
  readonly outcome: Outcome;
  readonly directory: Directory | undefined;
}

/** Asks whoever is to answer. Throws UsageError for a folder or a file that is not there. */
export async function askAnswerer(call: ExplainCall, answerer: Answerer, world: World): Promise<Asked> {
  switch (answerer.by) {
    case 'directory':
      return askDirectory(call, answerer, world);
    case 'service':
      return askService(call, { url: answerer.url, token: tokenIn(answerer.tokenFile, world) }, world);
    case 'running-system':
      return askRunning(call, world);
    default:
      return answerer satisfies never;
  }
}

/** A system that is not there is no fault of the call, so the directory answers; a case only its service knows. */
async function askRunning(call: ExplainCall, world: World): Promise<Asked> {
  const system = recordedSystem(world.home);
  const { agency } = call.from;
  const door = system?.agencies[agency];
  if (door) return askService(call, door, world);
  if (system) return { outcome: notOfTheSystem(agency, Object.keys(system.agencies)), directory: undefined };
  if (call.caseId === undefined) return askDirectory(call, { isFallback: true }, world);
  const nobody =
    "No system is running here, and a case is known to its agency's own service alone: start the system (npm start), or leave out --case.";
  return { outcome: { nobody }, directory: undefined };
}

/** The refusal of a call that names an agency which the running system does not have. */
export function notOfTheSystem(
  agency: string,
  known: readonly string[],
): Extract<Outcome, { readonly refused: unknown }> {
  const near = nearest(agency, known);
  const detail = `the running system has no agency "${agency}"; it has: ${(near.length > 0 ? near : known).join(', ')}`;
  const fault = { pointer: '/from/agency', code: 'UNKNOWN_AGENCY', detail };
  return {
    refused: {
      code: 'UNKNOWN_AGENCY',
      title: 'No service of the running system can make this request.',
      faults: [fault],
    },
  };
}

async function askService(call: ExplainCall, door: Door, { now }: World): Promise<Asked> {
  const { data } = checkDirectory(now());
  const directory = data && directoryOf(data);
  const outcome = await explainByService(call, door, directory);
  if (!('nobody' in outcome)) return { outcome, directory };
  const nobody = `${outcome.nobody}\nThe directory alone can answer, too: --offline.`;
  return { outcome: { nobody }, directory };
}

function askDirectory(
  call: ExplainCall,
  { folder, isFallback = false }: { readonly folder?: string | undefined; readonly isFallback?: boolean },
  world: World,
): Asked {
  const dir = folder === undefined ? undefined : existingFolder(folder, world);
  const { data, faults } = checkDirectory(world.now(), dir);
  if (!data) {
    const told = faults.map((fault) => ({ pointer: '', code: 'FAULTY_DIRECTORY', detail: faultText(fault) }));
    const title = 'The directory has faults, so nothing in it can be relied on.';
    return { outcome: { refused: { code: 'FAULTY_DIRECTORY', title, faults: told } }, directory: undefined };
  }
  const directory = directoryOf(data);
  const called = folder === undefined ? 'the shipped directory' : `the directory in ${folder}`;
  const paper = { directory, called, isFallback };
  return { outcome: explainByDirectory(call, paper, world.now()), directory };
}

/** A directory that nobody has published: it has no version and no keys of its own. */
const directoryOf = (data: Directory['bundle']['data']): Directory =>
  new Directory({ version: 0, data, keys: [] });

/** The token in a file. Throws UsageError where there is none. */
export function tokenIn(file: string, { cwd }: World): string {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8').trim();
  } catch (error) {
    throw new UsageError([`The token cannot be read: ${reasonOf(error)}`]);
  }
  // What cannot stand in a header would be quoted by the error about it.
  if (/^[\x21-\x7e]{1,500}$/.test(text)) return text;
  throw new UsageError([`${file} holds no token: one line without blanks is expected.`]);
}
