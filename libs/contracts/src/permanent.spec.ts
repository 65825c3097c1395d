import { describe, expect, it } from '@jest/globals';
import { Type, plainToInstance } from 'class-transformer';
import { IsString, ValidateNested, getMetadataStorage, validateSync } from 'class-validator';
import fc from 'fast-check';
import { EVENT_CLASSES, EventAttributes, decodeEvent, encodeEvent, type EventType } from './event.js';
import {
  Code,
  Count,
  Nested,
  patternOf,
  permanentProperties,
  usedCodes,
  permanentFaults,
} from './permanent.js';
import { sampleEvent, sampleOf, thrownBy } from './worked-message.js';
import { WireError } from './wire-error.js';

const TYPES = Object.keys(EVENT_CLASSES) as EventType[];
const KINDS = [
  'code',
  'one-of',
  'id',
  'time',
  'count',
  'hash',
  'signature',
  'opaque',
  'source',
  'log-name',
  'object',
];
const RULES = ['isArray', 'arrayMaxSize', ...KINDS.map((kind) => `permanent-${kind}`)];

/** Everything in a class, or in a class that it holds, by which a free string could be signed. */
function freeStringsOf(of: new () => object, at: string): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(of, '', true, false);
  const checked = new Set(rules.map(({ propertyName }) => propertyName));
  const permanent = permanentProperties(of);
  const names = new Set(permanent.map(({ name }) => name));
  return [
    ...[...checked].filter((name) => !names.has(name)).map((name) => `${at}/${name} is not permanent`),
    ...[...names].filter((name) => !checked.has(name)).map((name) => `${at}/${name} is not checked`),
    ...rules
      .filter(({ type, name }) => type === 'customValidation' && !RULES.includes(name ?? ''))
      .map(({ propertyName, name }) => `${at}/${propertyName} has the rule ${name ?? ''}`),
    ...permanent.flatMap(({ name, kind }) => {
      if (!KINDS.includes(kind.is)) return [`${at}/${name} is a ${kind.is}`];
      if (kind.is === 'object') return freeStringsOf(kind.of(), `${at}/${name}`);
      const rule = `permanent-${kind.is}`;
      return rules.some((one) => one.propertyName === name && one.name === rule)
        ? []
        : [`${at}/${name} lacks the rule ${rule}`];
    }),
  ];
}

/** The ways to every text of a class: property names and list places. */
type Way = readonly (string | number)[];
function textsOf(of: new () => object, way: Way): Way[] {
  return permanentProperties(of).flatMap(({ name, kind, list }) => {
    const here = [...way, name, ...(list ? [0] : [])];
    if (kind.is === 'object') return textsOf(kind.of(), here);
    return kind.is === 'count' ? [] : [here];
  });
}

function objectsOf(of: new () => object, way: Way): Way[] {
  const within = permanentProperties(of).flatMap(({ name, kind, list }) =>
    kind.is === 'object' ? objectsOf(kind.of(), [...way, name, ...(list ? [0] : [])]) : [],
  );
  return [way, ...within];
}

function put(event: Record<string, unknown>, way: Way, value: unknown): string {
  const holder = way
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>(
      (held, step) => held[step] as Record<string | number, unknown>,
      event,
    );
  Object.defineProperty(holder, way.at(-1) as string, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return JSON.stringify(event);
}

const pointer = (way: Way): string => `/${way.join('/')}`;
const propertyPointer = (way: Way): string =>
  pointer(typeof way.at(-1) === 'number' ? way.slice(0, -1) : way);

const words = fc.oneof(
  fc.constantFrom(
    'Jane Smith',
    '07700 900461',
    'Jane',
    'jane smith',
    '',
    ' ',
    'code-1\n',
    'JANE',
    'Siân',
    '簡',
  ),
  fc
    .tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))
    .map(([one, two]) => `${one} ${two}`),
  fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `É${text}`),
  fc.string({ unit: 'grapheme-ascii', minLength: 100, maxLength: 400 }),
);

/** Every class once, so that shared attributes are not tried fourteen times. */
const WAYS: readonly (readonly [string, EventType, Way])[] = [
  ...textsOf(EventAttributes, []).map((way) => [pointer(way), 'concordat.task.requested.v1', way] as const),
  ...TYPES.flatMap((type) =>
    textsOf(EVENT_CLASSES[type], ['data']).map((way) => [`${type} ${pointer(way)}`, type, way] as const),
  ),
];

describe('The signed part has no place for a free string', () => {
  it.each([
    ['the attributes', EventAttributes] as const,
    ...TYPES.map((type) => [type, EVENT_CLASSES[type]] as const),
  ])('in %s every property is permanent and every permanent property is checked', (_name, of) => {
    expect(freeStringsOf(of, '')).toEqual([]);
  });

  it('a text kind is bound to a pattern that takes no space', () => {
    for (const is of ['code', 'id', 'time', 'hash', 'signature', 'opaque', 'source', 'log-name'] as const) {
      const pattern = patternOf(is === 'code' ? { is, set: 'item' } : { is });
      expect(pattern).toMatch(/^\^.*\$$/);
      expect('a b').not.toMatch(new RegExp(pattern ?? ''));
    }
  });

  it('a sample of every event type is taken as it is', () => {
    for (const type of TYPES) {
      const event = sampleEvent(type);
      expect(decodeEvent(JSON.stringify(event))).toEqual(event);
      expect(encodeEvent(decodeEvent(JSON.stringify(event)))).toBe(JSON.stringify(event));
    }
  });

  it.each(WAYS)('free words at %s are refused with their place', async (_name, type, way) => {
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        const thrown = await thrownBy(() => decodeEvent(put(sampleEvent(type), way, text)));
        expect(thrown).toBeInstanceOf(WireError);
        const { code, place } = thrown as WireError;
        expect(code).toBe('BAD_EVENT');
        expect([pointer(way), propertyPointer(way)].some((one) => place.split(' ').includes(one))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it.each(WAYS)('no other sort of value is taken at %s', async (_name, type, way) => {
    for (const value of [null, 7, {}, [], [['a']], { note: 'Jane Smith' }]) {
      const thrown = await thrownBy(() => decodeEvent(put(sampleEvent(type), way, value)));
      expect((thrown as WireError).code).toBe('BAD_EVENT');
    }
  });
});

describe('An unknown property', () => {
  const PLACES = [
    ...objectsOf(EventAttributes, []).map((way) => ['concordat.task.requested.v1' as const, way] as const),
    ...TYPES.flatMap((type) => objectsOf(EVENT_CLASSES[type], ['data']).map((way) => [type, way] as const)),
  ];
  const NAMES = [
    'note',
    'Jane Smith',
    'toString',
    'constructor',
    'hasOwnProperty',
    'valueOf',
    '__proto__',
    '',
  ];

  it.each(PLACES)(
    'of %s at %j is refused, whatever it is called, and its name is not repeated',
    async (type, way) => {
      for (const name of NAMES) {
        const text = put(sampleEvent(type), [...way, name], 'Jane Smith');
        const thrown = (await thrownBy(() => decodeEvent(text))) as WireError;
        expect(thrown.code).toBe(name === '__proto__' ? 'MALFORMED' : 'BAD_EVENT');
        expect(thrown.message).not.toContain('Jane');
      }
    },
  );

  it('is reported at the object that holds it', () => {
    const data = { ...sampleOf(EVENT_CLASSES['concordat.task.requested.v1']), toString: 'x' };
    expect(permanentFaults(EVENT_CLASSES['concordat.task.requested.v1'], data, '/data')).toEqual(['/data/*']);
  });
});

describe('The walk over the classes', () => {
  class FreeWords {
    @IsString()
    note!: string;
  }
  class HoldsFreeWords {
    @Count()
    size!: number;

    @Nested(() => FreeWords, { list: true })
    words!: FreeWords[];
  }
  class HidesFreeWords {
    @ValidateNested()
    @Type(() => FreeWords)
    words!: FreeWords;
  }
  class AddsARule {
    @IsString()
    @Code('item')
    code!: string;
  }

  it('catches a free string', () => {
    expect(freeStringsOf(FreeWords, '')).toContain('/note is not permanent');
  });

  it('catches a free string in a class within a list', () => {
    expect(freeStringsOf(HoldsFreeWords, '')).toContain('/words/note is not permanent');
  });

  it('catches a class that is held without a permanent decorator', () => {
    expect(freeStringsOf(HidesFreeWords, '')).toContain('/words is not permanent');
  });

  it('catches a rule that is none of ours', () => {
    expect(freeStringsOf(AddsARule, '')).toEqual(['/code has the rule isString']);
  });
});

describe('Times and codes', () => {
  it.each([
    '2026-02-31T10:00:00.000Z',
    '2026-13-01T10:00:00.000Z',
    '2026-01-01T10:00:00Z',
    '0000-01-01T00:00:00.000Z',
  ])('the time %s is refused', async (time) => {
    const thrown = await thrownBy(() =>
      decodeEvent(JSON.stringify({ ...sampleEvent('concordat.task.started.v1'), time })),
    );
    expect(thrown).toMatchObject({ code: 'BAD_EVENT', place: '/time' });
  });

  it('every code of an event is found with its set and place', () => {
    const { data } = sampleEvent('concordat.task.requested.v1');
    const used = usedCodes(EVENT_CLASSES['concordat.task.requested.v1'], data as object, '/data');
    expect(used).toContainEqual({ set: 'agency', value: 'police', pointer: '/data/asker/agency' });
    expect(used).toContainEqual({ set: 'rule', value: 'code-1', pointer: '/data/items/0/rule' });
    expect(used).toContainEqual({ set: 'item', value: 'code-1', pointer: '/data/wanted/0' });
  });
});

describe('The one walk that every reader does', () => {
  const judge = (of: new () => object, value: object): boolean =>
    validateSync(plainToInstance(of, value), { whitelist: true, forbidNonWhitelisted: true }).length === 0;
  const odd = fc.oneof(
    fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 'police', 'Jane Smith', [], {}, ['x'], { a: 1 }),
    fc.uuid({ version: 4 }),
    fc.base64String(),
  );

  it.each(Object.entries(EVENT_CLASSES))('judges %s as class-validator does', (_type, of) => {
    const sample = sampleOf(of);
    const names = permanentProperties(of).map(({ name }) => name);
    expect(permanentFaults(of, sample)).toEqual([]);
    fc.assert(
      fc.property(fc.constantFrom(...names, 'another'), odd, (name, value) => {
        const changed = { ...structuredClone(sample), [name]: value };
        expect(permanentFaults(of, changed).length === 0).toBe(judge(of, changed));
      }),
      { numRuns: 200 },
    );
  });
});
