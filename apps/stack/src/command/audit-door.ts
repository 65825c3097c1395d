import type { Door } from '../rehearsal/system.js';
import { recordedSystem } from '../running-system.js';
import { tokenIn } from './answerer.js';
import { UsageError, type Arguments, type OptionKinds } from './arguments.js';
import type { World } from './command.js';
import { EXIT, type ExitCode } from './exit-codes.js';

/** Options that say which audit service answers, and which agency's service makes tokens of identifiers. */
export const DOOR_OPTIONS = {
  service: 'value',
  'token-file': 'value',
  'agency-service': 'value',
  'agency-token-file': 'value',
} as const satisfies OptionKinds;

/** Help for {@link DOOR_OPTIONS}. */
export const DOOR_HELP = `Who answers: the system that runs here, unless another one is named
  --service URL --token-file FILE
                     this audit service, with the token in the file
  --agency-service URL --agency-token-file FILE
                     this agency's service makes the tokens of identifiers`;

/** Why there is no answer, for people, and the exit code that says so. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(
    readonly lines: readonly string[],
    readonly code: ExitCode,
  ) {
    super(lines.join('\n'));
  }
}

/** Does the work of a command; where there is no answer, says why on standard error. */
export async function answering(world: World, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    error.lines.forEach(world.err);
    return error.code;
  }
}

/** The audit service that is to answer. Throws UsageError, or NoAnswer where no system runs. */
export function auditDoor(args: Arguments, world: World): Door {
  const door = namedAudit(args, world) ?? recordedSystem(world.home)?.audit;
  if (!door) throw noSystem();
  return door;
}

/** The audit service that the call names, if it does. Throws UsageError. */
export const namedAudit = (args: Arguments, world: World): Door | undefined =>
  namedDoor(args, world, { url: 'service', token: 'token-file' });

/** Why there is nobody to ask. */
export const noSystem = (): NoAnswer =>
  new NoAnswer(
    ['No system is running here: start it (npm start), or name an audit service (--service).'],
    EXIT.NOBODY,
  );

/** The agency that makes tokens: the audit service has no key to do it. Throws UsageError, or NoAnswer where there is none. */
export function agencyDoor(args: Arguments, world: World): Door {
  const named = namedDoor(args, world, { url: 'agency-service', token: 'agency-token-file' });
  const [first] = Object.values(recordedSystem(world.home)?.agencies ?? {});
  // A person of another system is not to be told to this one.
  const own = args.has('service') ? undefined : first;
  const door = named ?? own;
  if (door) return door;
  const none =
    'Only an agency can make the token of an identifier: name its service (--agency-service), or give the token itself (--token).';
  throw new NoAnswer([none], EXIT.NOBODY);
}

function namedDoor(
  args: Arguments,
  world: World,
  option: { readonly url: string; readonly token: string },
): Door | undefined {
  const [url, file] = [args.value(option.url), args.value(option.token)];
  if (url === undefined && file === undefined) return undefined;
  if (url === undefined) throw new UsageError([`--${option.token} needs --${option.url}.`]);
  if (file === undefined) throw new UsageError([`--${option.url} needs --${option.token}.`]);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UsageError([`--${option.url} takes an address such as http://127.0.0.1:4600.`]);
  }
  return { url: url.replace(/\/+$/, ''), token: tokenIn(file, world) };
}

interface ProblemBody {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly parameter: string; readonly detail: string }[];
  readonly faults?: readonly { readonly detail: string }[];
}

const sending = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** A path with its parameters, where there are any. */
export const withQuery = (path: string, query: URLSearchParams): string =>
  query.size === 0 ? path : `${path}?${query.toString()}`;

/** Asks the audit service, with a body by POST. Throws NoAnswer that names every parameter which it refuses, by its option. */
export async function askAudit(door: Door, path: string, body?: object): Promise<Response> {
  const response = await reach(door, path, body ? sending(body) : {});
  if (response.ok) return response;
  const { title, errors = [] } = await problemIn(response);
  if (title === undefined) {
    throw new NoAnswer([`Whoever answers at ${door.url} is no audit service.`], EXIT.NOBODY);
  }
  const faults = errors.map(({ parameter, detail }) => `  --${parameter} ${detail}`);
  throw new NoAnswer([`Refused: ${title}.`, ...faults], response.status >= 500 ? EXIT.NOBODY : EXIT.REFUSED);
}

/** The token of one identifier, made by an agency; the identifier goes nowhere else. Throws NoAnswer, which never quotes it. */
export async function tokenOf(door: Door, kind: string, value: string): Promise<string> {
  const response = await reach(door, '/index-tokens', sending({ kind, value }));
  const {
    token,
    title,
    faults = [],
  } = (await problemIn(response)) as ProblemBody & { readonly token?: string };
  if (response.ok && typeof token === 'string') return token;
  if (title === undefined)
    throw new NoAnswer([`Whoever answers at ${door.url} is no agency service.`], EXIT.NOBODY);
  const why = faults.map(({ detail }) => `  ${detail}`);
  throw new NoAnswer([`No token for this ${kind}: ${title}`, ...why], EXIT.REFUSED);
}

async function reach(
  { url, token }: Door,
  path: string,
  { headers, ...request }: RequestInit & { readonly headers?: Record<string, string> },
): Promise<Response> {
  try {
    return await fetch(`${url}${path}`, {
      ...request,
      headers: { ...headers, authorization: `Bearer ${token}` },
    });
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message || message : message;
    throw new NoAnswer([`${url} does not answer: ${why}`], EXIT.NOBODY);
  }
}

const problemIn = async (response: Response): Promise<ProblemBody> =>
  ((await response.json().catch(() => undefined)) ?? {}) as ProblemBody;
