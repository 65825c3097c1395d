import { describe, expect, it } from '@jest/globals';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import fc from 'fast-check';
import { EVENT_CLASSES, TASK_ATTRIBUTES, decodeEvent, type EventType } from './event.js';
import { permanentProperties } from './permanent.js';
import { CHANNEL_NAMES, asyncApiDocument, eventSchema, type JsonSchema } from './schemas.js';
import { LEDGER_SUBJECTS } from './subjects.js';
import { sampleEvent } from './worked-message.js';

const TYPES = Object.keys(EVENT_CLASSES) as EventType[];

/** A judge of the few keywords that our schemas use; throws on any other, so none can slip in unread. */
const KEYWORDS: Readonly<Record<string, (schema: never, value: never) => boolean>> = {
  type: (type: string, value: unknown) =>
    typeOf(value) === type || (type === 'integer' && Number.isInteger(value)),
  const: (only: unknown, value: unknown) => only === value,
  enum: (values: unknown[], value: unknown) => values.includes(value),
  pattern: (pattern: string, value: unknown) =>
    typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
  minimum: (least: number, value: unknown) => typeof value !== 'number' || value >= least,
  maximum: (most: number, value: unknown) => typeof value !== 'number' || value <= most,
  maxItems: (most: number, value: unknown) => !Array.isArray(value) || value.length <= most,
  items: (item: JsonSchema, value: unknown) => !Array.isArray(value) || value.every((one) => fits(item, one)),
  required: (names: string[], value: unknown) =>
    typeOf(value) !== 'object' || names.every((name) => name in Object(value)),
  properties: (known: Record<string, JsonSchema>, value: unknown) =>
    typeOf(value) !== 'object' ||
    Object.entries(value as object).every(
      ([name, held]) => known[name] !== undefined && fits(known[name], held),
    ),
};
const SILENT = ['$schema', 'title', 'format', 'x-code-set', 'additionalProperties'];

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

function fits(schema: JsonSchema, value: unknown): boolean {
  if ('properties' in schema) expect(schema['additionalProperties']).toBe(false);
  return Object.entries(schema)
    .filter(([keyword]) => !SILENT.includes(keyword))
    .every(([keyword, rule]) => {
      const judge = KEYWORDS[keyword];
      if (!judge) throw new Error(`a keyword that this judge cannot read: ${keyword}`);
      return judge(rule as never, value as never);
    });
}

function takes(event: unknown): boolean {
  try {
    decodeEvent(JSON.stringify(event));
    return true;
  } catch {
    return false;
  }
}

describe('The JSON Schema of an event', () => {
  it.each(TYPES)('of %s takes a right event, and has every property of its class', (type) => {
    const schema = eventSchema(type);
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(fits(schema, sampleEvent(type))).toBe(true);
  });

  it.each(TYPES)('of %s takes and refuses what decodeEvent takes and refuses', (type) => {
    const schema = eventSchema(type);
    const names = [...Object.keys(sampleEvent(type)), 'note'];
    const inData = [...Object.keys(sampleEvent(type)['data'] as object), 'note'];
    const other = fc.constantFrom<unknown>(
      undefined,
      null,
      7,
      -1,
      'Jane Smith',
      'code-2',
      [],
      ['code-2'],
      {},
      true,
    );
    const changed = fc.oneof(
      fc
        .tuple(fc.constantFrom(...names), other)
        .map(([name, value]) => ({ ...sampleEvent(type), [name]: value })),
      fc.tuple(fc.constantFrom(...inData), other).map(([name, value]) => {
        const event = sampleEvent(type);
        return { ...event, data: { ...(event['data'] as object), [name]: value } };
      }),
    );
    fc.assert(
      fc.property(changed, (event) => {
        const plain: unknown = JSON.parse(JSON.stringify(event));
        expect(fits(schema, plain)).toBe(takes(plain));
      }),
      { numRuns: 150 },
    );
  });

  it('demands of every task event what makes it one, and of others not', () => {
    expect(eventSchema('concordat.task.started.v1')['required']).toEqual(
      expect.arrayContaining([...TASK_ATTRIBUTES]),
    );
    expect(eventSchema('concordat.status.reported.v1')['required']).not.toContain('subject');
    expect(eventSchema('concordat.disclosure.refused.v1')['required']).toContain('sendernumber');
    expect(eventSchema('concordat.disclosure.refused.v1')['required']).not.toContain('subject');
  });

  it('lists closed lists as enum and gives codes their set', () => {
    const text = JSON.stringify(eventSchema('concordat.task.requested.v1'));
    expect(text).toContain('"mode":{"enum":["actual","exercise","test"]}');
    expect(text).toContain('"x-code-set":"urgency"');
  });

  it('names the same properties as class-validator-jsonschema finds by the rules of class-validator', () => {
    for (const of of Object.values(EVENT_CLASSES)) {
      const found = Object.keys(targetConstructorToSchema(of).properties ?? {});
      expect(found.sort()).toEqual(
        permanentProperties(of)
          .map(({ name }) => name)
          .sort(),
      );
    }
  });
});

describe('The AsyncAPI document', () => {
  interface Channel {
    readonly address: string;
    readonly messages: Record<string, unknown>;
    readonly parameters?: object;
  }
  const document = asyncApiDocument({ version: '1.2.3' });
  const channels = document['channels'] as Record<string, Channel>;
  const operations = Object.keys(document['operations'] as object);

  it('is of version 3.0.0 and is plain JSON', () => {
    expect(document).toMatchObject({ asyncapi: '3.0.0', info: { version: '1.2.3' } });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('has one channel for every subject of the ledger', () => {
    const addresses = Object.values(channels).map(({ address }) => address.replaceAll(/\{\w+\}/g, '*'));
    expect(addresses.sort()).toEqual([...LEDGER_SUBJECTS].sort());
    expect(Object.keys(channels)).toEqual([...CHANNEL_NAMES]);
    expect(channels['task']?.address).toBe('concordat.{mode}.task.{asker}.{performer}.{taskId}');
  });

  it('explains every parameter of an address, and no other', () => {
    for (const { address, parameters } of Object.values(channels)) {
      const used = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(parameters ?? {})).toEqual(used);
    }
  });

  it('says every event type on one channel', () => {
    const said = Object.values(channels).flatMap(({ messages }) => Object.keys(messages));
    expect(said.sort()).toEqual([...TYPES].sort());
  });

  it('has a target for every reference', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, path]) => path ?? '',
    );
    expect(refs.length).toBeGreaterThan(TYPES.length * 2);
    for (const path of refs) {
      const [area, kind, ...name] = path.split('/');
      const at = (document[area ?? ''] as Record<string, Record<string, unknown>>)[kind ?? ''];
      expect(name.length === 0 ? at : at?.[name.join('/')]).toBeDefined();
    }
  });

  it('says who sends and who receives', () => {
    const sends = (member: string): string[] =>
      operations.filter((name) => name.startsWith(`${member}.send.`)).map((name) => name.split('.')[2] ?? '');
    expect(sends('agency')).toEqual([
      'task',
      'need',
      'roster',
      'witness',
      'deadletter',
      'refusal',
      'erasure',
    ]);
    expect(sends('audit')).toEqual(['checkpoint', 'audit']);
    expect(sends('keeper')).toEqual(['directory', 'status', 'exercise']);
    expect(operations).toEqual(expect.arrayContaining(['agency.receive.exercise', 'audit.receive.exercise']));
    expect(operations).toContain('agency.receive.checkpoint');
    expect(operations).not.toContain('audit.receive.checkpoint');
    expect(operations).toEqual(expect.arrayContaining(['agency.receive.audit', 'audit.receive.erasure']));
    expect(operations).not.toContain('audit.receive.audit');
    expect(operations).toContain('audit.receive.refusal');
    expect(channels['refusal']?.address).toBe('concordat.refusal.{agency}');
    expect(Object.keys(channels['refusal']?.messages ?? {})).toEqual(['concordat.disclosure.refused.v1']);
    expect(Object.keys(channels['roster']?.messages ?? {})).toEqual(['concordat.roster.published.v1']);
    expect(operations).toEqual(expect.arrayContaining(['agency.receive.roster', 'audit.receive.roster']));
  });
});
