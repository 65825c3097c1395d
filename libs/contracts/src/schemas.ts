import { EVENT_CLASSES, EventAttributes, attributesOf, type EventType } from './event.js';
import { MAX_EVENT_BYTES } from './jws.js';
import { MAX_SEALED_BYTES } from './jwe.js';
import { MAX_TOKENS } from './message.js';
import { patternOf, permanentProperties, type PermanentKind, type PermanentProperty } from './permanent.js';
import {
  AUDIT_FILTER_SUBJECTS,
  AUDIT_SUBJECT,
  CHECKPOINT_SUBJECT,
  DIRECTORY_SUBJECT,
  EXERCISE_SUBJECT,
  LEDGER_SUBJECTS,
  STATUS_SUBJECT,
  filterSubjectsOf,
  publishSubjectsOf,
} from './subjects.js';

/** A JSON Schema (draft 2020-12) as a plain object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema (draft 2020-12) of a signed event, attributes and data: read from the very decorators by which
 * `decodeEvent` judges. A directory code has only its form here; `x-code-set` names the set that lists the members.
 */
export function eventSchema(type: EventType): JsonSchema {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...bareSchema(type) };
}

function bareSchema(type: EventType): JsonSchema {
  const attributes = objectSchema(EventAttributes);
  const required = new Set([...attributes.required, ...attributesOf(type), 'data']);
  return {
    ...attributes,
    title: type,
    properties: {
      ...attributes.properties,
      type: { type: 'string', const: type },
      data: objectSchema(EVENT_CLASSES[type]),
    },
    required: [...required],
  };
}

const isTaskType = (type: string): boolean => type.startsWith('concordat.task.');

interface ObjectSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

function objectSchema(of: new () => object): ObjectSchema {
  const properties = permanentProperties(of);
  return {
    type: 'object',
    properties: Object.fromEntries(
      properties.map((property) => [property.name, propertySchema(property)] as const),
    ),
    required: properties.filter(({ optional }) => !optional).map(({ name }) => name),
    additionalProperties: false,
  };
}

function propertySchema({ kind, list, max }: PermanentProperty): JsonSchema {
  const single = kindSchema(kind);
  return list ? { type: 'array', items: single, maxItems: max } : single;
}

function kindSchema(kind: PermanentKind): JsonSchema {
  switch (kind.is) {
    case 'object':
      return { ...objectSchema(kind.of()) };
    case 'count':
      return { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
    case 'one-of':
      return { enum: [...kind.values] };
    case 'code':
      return { type: 'string', pattern: patternOf(kind), 'x-code-set': kind.set };
    case 'time':
      return { type: 'string', format: 'date-time', pattern: patternOf(kind) };
    case 'id':
      return { type: 'string', format: 'uuid', pattern: patternOf(kind) };
    case 'hash':
    case 'signature':
    case 'opaque':
    case 'source':
    case 'log-name':
      return { type: 'string', pattern: patternOf(kind) };
    default:
      return kind satisfies never;
  }
}

/** The channels of the ledger: one for each pattern of `LEDGER_SUBJECTS`. */
export const CHANNEL_NAMES = [
  'task',
  'need',
  'roster',
  'directory',
  'status',
  'exercise',
  'checkpoint',
  'witness',
  'deadletter',
  'refusal',
  'audit',
  'erasure',
] as const;
/** One of `CHANNEL_NAMES`. */
export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** Names of the places that stand as `*` in the subject of a channel, in their order. */
const PLACES: Readonly<Record<ChannelName, readonly string[]>> = {
  task: ['mode', 'asker', 'performer', 'taskId'],
  need: ['mode', 'asker', 'needId'],
  roster: ['agency'],
  directory: [],
  status: [],
  exercise: [],
  checkpoint: [],
  witness: ['agency'],
  deadletter: ['agency'],
  refusal: ['agency'],
  audit: [],
  erasure: ['agency'],
};

/** Which member sends and receives on which subjects, by the same lists from which the broker's rights are made. */
const SOME_AGENCY = 'agency-a';
const AGENCIES = [SOME_AGENCY, 'agency-b'];
const RIGHTS = {
  agency: {
    send: publishSubjectsOf(SOME_AGENCY, AGENCIES),
    receive: filterSubjectsOf(SOME_AGENCY, AGENCIES),
  },
  audit: { send: [CHECKPOINT_SUBJECT, AUDIT_SUBJECT], receive: AUDIT_FILTER_SUBJECTS },
  keeper: { send: [DIRECTORY_SUBJECT, STATUS_SUBJECT, EXERCISE_SUBJECT], receive: LEDGER_SUBJECTS },
} as const;

/**
 * The ledger as an AsyncAPI 3.0 document (https://www.asyncapi.com/docs/reference/specification/v3.0.0), a plain
 * object: channels are subjects, messages are event types, operations say which kind of member sends and receives.
 */
export function asyncApiDocument({
  version,
}: {
  readonly version: string;
}): Readonly<Record<string, unknown>> {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Concordat ledger',
      version,
      description: 'What the agencies, the audit service and the keeper say to each other.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(CHANNEL_NAMES.map((name) => [name, channel(name)])),
    operations: operations(),
    components: {
      messages: Object.fromEntries(eventTypes().map((type) => [type, message(type)])),
      schemas: Object.fromEntries(eventTypes().map((type) => [type, bareSchema(type)])),
    },
  };
}

const eventTypes = (): EventType[] => Object.keys(EVENT_CLASSES) as EventType[];

/** `concordat.task.requested.v1` is said on the channel `task`; what was not disclosed, on `refusal`. */
const channelOf = (type: EventType): string =>
  type === 'concordat.disclosure.refused.v1' ? 'refusal' : (type.split('.')[1] ?? '');

const patternOfChannel = (name: ChannelName): string =>
  LEDGER_SUBJECTS.find((subject) => subject.split('.').includes(name)) ?? '';

function channel(name: ChannelName): JsonSchema {
  const places = [...PLACES[name]];
  const address = patternOfChannel(name).replaceAll('*', () => `{${places.shift() ?? '*'}}`);
  const types = eventTypes().filter((type) => channelOf(type) === name);
  return {
    address,
    messages: Object.fromEntries(types.map((type) => [type, ref(`components/messages/${type}`)])),
    ...(PLACES[name].length > 0 && { parameters: Object.fromEntries(PLACES[name].map(parameter)) }),
  };
}

const modes = (): readonly string[] => {
  const kind = permanentProperties(EventAttributes).find(({ name }) => name === 'mode')?.kind;
  return kind?.is === 'one-of' ? kind.values.map(String) : [];
};

const parameter = (place: string): readonly [string, JsonSchema] =>
  place === 'mode'
    ? [place, { enum: modes() }]
    : [place, { description: place.endsWith('Id') ? 'A random UUID.' : 'The code of an agency.' }];

function message(type: EventType): JsonSchema {
  const sealed = {
    sealed: { type: 'string', maxLength: MAX_SEALED_BYTES, description: 'JWE, General JSON.' },
  };
  const bundle = { bundle: { type: 'object', description: 'The directory, signed by the keeper.' } };
  const index = { index: { type: 'array', maxItems: MAX_TOKENS, items: { type: 'string' } } };
  return {
    name: type,
    contentType: 'application/json',
    payload: {
      type: 'object',
      properties: {
        event: {
          type: 'string',
          maxLength: MAX_EVENT_BYTES,
          description: 'Compact JWS (EdDSA) over the event.',
          'x-signed-event': ref(`components/schemas/${type}`),
        },
        ...(isTaskType(type) && { ...sealed, ...index }),
        ...(channelOf(type) === 'directory' && bundle),
      },
      required: ['event', ...(isTaskType(type) ? ['sealed'] : [])],
      additionalProperties: false,
    },
  };
}

function operations(): JsonSchema {
  const all = Object.entries(RIGHTS).flatMap(([member, rights]) =>
    (['send', 'receive'] as const).flatMap((action) =>
      CHANNEL_NAMES.filter((name) => touches(rights[action], name)).map(
        (name) => [`${member}.${action}.${name}`, { action, channel: ref(`channels/${name}`) }] as const,
      ),
    ),
  );
  return Object.fromEntries(all);
}

const touches = (subjects: readonly string[], name: ChannelName): boolean =>
  subjects.some(
    (subject) =>
      subject.split('.').length === patternOfChannel(name).split('.').length &&
      subject.split('.').includes(name),
  );

const ref = (path: string): JsonSchema => ({ $ref: `#/${path}` });
