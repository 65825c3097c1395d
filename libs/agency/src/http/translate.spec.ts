import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Directory, loadDirectory, parseBundle } from '#directory';
import type { Fault, TermSet } from '#domain';
import { checked } from './checked.pipe.js';
import { CompleteBody, DeclineBody, RequestTaskBody } from './commands.dto.js';
import type { Checked } from './field-checks.js';
import { Problem } from './problem.js';

const directory = new Directory(parseBundle({ version: 1, data: loadDirectory(), keys: [] }));

const by = (agency: string) => ({ directory, agency, modes: ['exercise'] });
const coded = (form: Checked, body: object, agency = 'police') =>
  checked<Record<string, unknown>>(form, body, by(agency));

function faultsOf(form: Checked, body: object, agency = 'police'): readonly Fault[] {
  try {
    coded(form, body, agency);
    return [];
  } catch (error) {
    if (error instanceof Problem) return error.body().faults;
    throw error;
  }
}
const places = (form: Checked, body: object, agency = 'police'): readonly string[] =>
  faultsOf(form, body, agency).map(({ pointer, code }) => `${pointer} ${code}`);

const ACTOR = { ref: 'PC 4711', role: 'dispatcher', type: 'person' };
const STEP = { unit: 'control-room', actor: ACTOR };
const REQUEST = {
  ...STEP,
  kind: 'emergency-medical-response',
  to: { agency: 'ambulance', unit: 'emergency-operations-centre' },
  mode: 'exercise',
};
const saying = (value: unknown, to = REQUEST.to): object => ({
  ...REQUEST,
  to,
  items: [{ code: 'presenting-situation', state: 'known', value }],
});
const TRUST = { agency: 'mh-trust', unit: 'health-based-place-of-safety' };

describe('an own word', () => {
  it('is taken for the kind and for both units, and travels beside the code with its relation', () => {
    const to = { agency: 'ambulance', unit: directory.terms.find(isCrew)?.term };
    const body = coded(RequestTaskBody, { ...REQUEST, kind: 'back-up', unit: 'contact centre', to });
    expect(body).toMatchObject({
      kind: 'scene-safety-support',
      unit: 'control-room',
      to: { agency: 'ambulance', unit: 'crew' },
    });
    expect(body['words']).toEqual({
      kind: { word: 'back-up', relationship: 'source-is-broader-than-target' },
      unit: { word: 'contact centre', relationship: 'equivalent' },
      to: { word: to.unit, relationship: expect.any(String) },
    });
  });

  it('is taken for the reason of a decline and for an outcome', () => {
    const declined = coded(DeclineBody, { ...STEP, reason: 'Diverted to a grade 1' });
    expect(declined).toMatchObject({
      reason: 'higher-priority',
      words: { reason: { word: 'diverted to a Grade 1', relationship: 'source-is-narrower-than-target' } },
    });
    const done = coded(CompleteBody, { ...STEP, outcome: 'concerns remain' });
    expect(done).toMatchObject({
      outcome: 'seen-needs-help',
      words: { outcome: { word: 'concerns remain', relationship: 'source-is-broader-than-target' } },
    });
  });

  it('is taken for the value of an item, which then carries the concept, the word and the relation', () => {
    const { items, words } = coded(RequestTaskBody, saying({ term: 'Detainee' }));
    expect(items).toMatchObject([
      {
        value: {
          concept: 'person-in-crisis',
          term: 'detainee',
          relationship: 'source-is-narrower-than-target',
        },
      },
    ]);
    expect(words).toBeUndefined();
  });

  it('leaves codes as they are, and then nothing travels beside them', () => {
    expect(coded(RequestTaskBody, REQUEST)).toEqual(REQUEST);
  });

  it('that is unknown is told once, with its place, beside every other fault', () => {
    const body = { ...STEP, reason: 'no crews to spare', extra: 1 };
    expect(places(DeclineBody, body)).toEqual(['/extra UNKNOWN_FIELD', '/reason UNKNOWN_WORD']);
    const [unit, kind, to, item] = faultsOf(RequestTaskBody, {
      ...saying({ term: 'detaine' }),
      kind: 'back up team',
      unit: 'contact center',
      to: { agency: 'ambulance', unit: 'crews' },
    }).toSorted((a, b) => b.pointer.localeCompare(a.pointer));
    expect([unit, kind, to, item].map((fault) => fault?.code)).toEqual(Array(4).fill('UNKNOWN_WORD'));
    expect(unit?.detail).toContain('contact centre');
    expect(kind?.pointer).toBe('/to/unit');
    expect(to?.detail).toContain('back-up');
    expect(item).toMatchObject({
      pointer: '/items/0/value/term',
      detail: expect.stringContaining('detainee'),
    });
  });
});

describe('a false friend', () => {
  it('is refused with what each reader would take it for, and what to ask instead', () => {
    expect(faultsOf(RequestTaskBody, saying({ term: 'section' }, TRUST))).toEqual([
      {
        pointer: '/items/0/value/term',
        code: 'FALSE_FRIEND',
        detail: expect.stringMatching(
          /would take it for detained-for-admission \(.+\)\. Ask: which section, started when, by whom\?$/,
        ),
      },
    ]);
  });

  it('is refused for every pair of agencies that the directory lists as meaning different things', () => {
    const pairs = directory.falseFriends.flatMap(({ words, means }) =>
      words.flatMap((term) =>
        Object.entries(means).flatMap(([from, own]) =>
          Object.entries(means).flatMap(([to, theirs]) =>
            from !== to && own !== theirs ? [{ term, from, to }] : [],
          ),
        ),
      ),
    );
    expect(pairs.length).toBeGreaterThan(40);
    for (const { term, from, to } of pairs) {
      const [unit = ''] = directory.agency(from)?.units ?? [];
      const [asked = ''] = directory.agency(to)?.units ?? [];
      const body = { ...saying({ term }, { agency: to, unit: asked }), unit };
      const found = places(RequestTaskBody, body, from);
      expect([from, to, term, found]).toEqual([from, to, term, ['/items/0/value/term FALSE_FRIEND']]);
    }
  });

  it('travels where the reader means the same by it', () => {
    const { items } = coded(RequestTaskBody, saying({ term: '136' }));
    expect(items).toMatchObject([{ value: { concept: 'detained-s136', term: '136' } }]);
  });
});

describe('a caller', () => {
  it('cannot send a word as if it had been translated', () => {
    const words = { kind: { word: 'made up', relationship: 'equivalent' } };
    expect(places(RequestTaskBody, { ...REQUEST, words })).toEqual(['/words UNKNOWN_FIELD']);
  });

  it.each([
    ['a false friend', { concept: 'detained-s136', term: 'section', relationship: 'equivalent' }],
    ['a word without its relation', { concept: 'detained-s136', term: 'section' }],
    ['a relation that does not exist', { concept: 'detained-s136', relationship: 'constructor' }],
  ])('cannot say of a value itself how its word relates to the concept: %s', (_, value) => {
    expect(places(RequestTaskBody, saying(value, TRUST))).toEqual(['/items/0/value EITHER_OR']);
  });

  it('may give the concept itself', () => {
    const value = { concept: 'detained-s136' };
    expect(coded(RequestTaskBody, saying(value, TRUST))['items']).toMatchObject([{ value }]);
    expect(places(RequestTaskBody, saying({ concept: 'detained' }, TRUST))).toEqual([
      '/items/0/value/concept UNKNOWN_CONCEPT',
    ]);
  });
});

describe('an urgency in an own word', () => {
  it.each(['urgency', 'grade'])(
    'given as %s is a grade of the own scale, and its band goes with it',
    (field) => {
      const body = coded(RequestTaskBody, { ...REQUEST, [field]: 'Priority' });
      expect(body).toMatchObject({
        grade: 'police-grade-national-style.priority',
        urgency: 'u2-within-hour',
        words: { urgency: { word: 'priority', relationship: expect.any(String) } },
      });
    },
  );

  it('may be the code of the grade, or a shared band, which is no grade', () => {
    const grade = 'police-grade-surrey-4.2';
    const graded = coded(RequestTaskBody, { ...REQUEST, grade });
    expect(graded).toMatchObject({ grade, urgency: 'u2-within-hour' });
    expect(graded).not.toHaveProperty('words');
    const banded = coded(RequestTaskBody, { ...REQUEST, urgency: 'u1-immediate' });
    expect(banded).toEqual({ ...REQUEST, urgency: 'u1-immediate' });
  });

  it('is never taken from the scale of another agency', () => {
    for (const scale of directory.bundle.data.scales.filter(({ owner }) => owner !== 'police'))
      for (const { code } of scale.levels)
        expect(places(RequestTaskBody, { ...REQUEST, grade: `${scale.code}.${code}` })).toEqual([
          '/grade UNKNOWN_GRADE',
        ]);
  });

  it('is given once: as urgency or as grade, with one fault for the place', () => {
    for (const grade of ['priority', 'no-such-grade'])
      expect(places(RequestTaskBody, { ...REQUEST, urgency: 'u1-immediate', grade })).toEqual([
        '/grade EITHER_OR',
      ]);
  });
});

const isCrew = ({ set, agency, code }: { set: TermSet; agency: string; code: string }): boolean =>
  set === 'unit' && agency === 'ambulance' && code === 'crew';
