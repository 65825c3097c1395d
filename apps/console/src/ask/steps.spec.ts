import { describe, expect, it } from '@jest/globals';
import { WHOLE, draftOf, POLICE } from './ask-example.js';
import { askedOf, requestTo, unsaidOf } from './request.js';
import { isReached, nextAddress, placeOf, stepsOf } from './steps.js';
import { draftsView, readStart, startView } from './start-view.js';
import type { Content } from './draft.js';
import { withTyped, withoutTyped } from './draft-desk.js';

const catalogue = POLICE;
const without = (...names: (keyof Content)[]): Content =>
  Object.fromEntries(
    Object.entries(WHOLE).filter(([name]) => !names.includes(name as keyof Content)),
  ) as unknown as Content;
const next = (content: Content): string =>
  nextAddress(draftOf({}, content), catalogue).split('/').at(-1) as string;

describe('the way to a request', () => {
  it('leads from a new draft to whom it is for, and goes on where an answer is missing', () => {
    expect(next({ mode: 'test' })).toBe('whom');
    expect(next(without('kind', 'grade', 'to', 'told', 'note'))).toBe('what');
    expect(next(without('grade', 'to', 'told', 'note'))).toBe('urgency');
    expect(next(without('to', 'told'))).toBe('who');
    expect(next(without('told'))).toBe('tell');
    expect(next(without('note'))).toBe('note');
    expect(next(WHOLE)).toBe('check');
  });

  it('asks which items are wanted of those alone who ask for information', () => {
    const names = (content: Content): string[] =>
      stepsOf(draftOf({}, content), catalogue).map(({ name }) => name);
    expect(names(WHOLE)).not.toContain('items');
    expect(names({ ...WHOLE, kind: 'information-request' })).toContain('items');
    expect(next({ ...WHOLE, kind: 'information-request' })).toBe('items');
  });

  it('asks when it was agreed of those alone who say that it was, by telephone', () => {
    expect(next({ ...WHOLE, telephone: false })).toBe('check');
    expect(next({ ...WHOLE, telephone: true })).toBe('telephone');
    expect(next({ ...WHOLE, telephone: true, occurredAt: '2026-11-26T03:48:00.000Z' })).toBe('check');
  });

  it('lets nobody to a question before those that it rests on', () => {
    const draft = draftOf({}, without('kind', 'grade'));
    expect(isReached(draft, catalogue, 'what')).toBe(true);
    expect(isReached(draft, catalogue, 'who')).toBe(false);
    expect(isReached(draft, catalogue, 'nothing')).toBe(false);
  });

  it('says which question of how many it is, and where "Back" leads', () => {
    expect(placeOf(draftOf(), catalogue, 'whom')).toEqual({ back: '/ask', number: 1, of: 6 });
    const { back, number } = placeOf(draftOf(), catalogue, 'urgency');
    expect([back.endsWith('/what'), number]).toEqual([true, 3]);
  });
});

describe('the request that a draft is', () => {
  it('tells what the kind asks for, and keeps all else', () => {
    const items = { ...WHOLE.items, 'wanted-bail': { state: 'known', value: 'yes' } };
    const asked = askedOf(draftOf({ items }), catalogue);
    expect(asked.items.map(({ code }) => code)).not.toContain('wanted-bail');
    expect(asked).toMatchObject({
      unit: 'street-triage',
      kind: 'crisis-home-visit',
      grade: 'police-grade-national-style.priority',
      ifNotAllowed: 'leave-out',
    });
    expect(asked).not.toHaveProperty('note');
    expect(asked).not.toHaveProperty('wanted');
    expect(requestTo(asked, { agency: 'mh-trust', unit: 'crisis-team' })['to']).toEqual({
      agency: 'mh-trust',
      unit: 'crisis-team',
    });
  });

  it('lacks what the kind needs, where one of several is enough', () => {
    const kind = catalogue.kinds.find(({ code }) => code === 'crisis-home-visit');
    if (!kind) throw new Error('the kind is gone');
    expect(unsaidOf(kind, WHOLE.items)).toEqual([]);
    const { alias: _gone, ...others } = WHOLE.items ?? {};
    expect(unsaidOf(kind, others)).toEqual([['full-name', 'alias']]);
  });
});

describe('the start', () => {
  it('asks for the unit and the mode where there is a choice', () => {
    const faults = (form: object): readonly string[] => {
      const read = readStart(form as never, catalogue);
      return 'faults' in read ? read.faults.map(({ field }) => field) : [];
    };
    expect(faults({})).toEqual(['unit', 'mode']);
    expect(faults({ unit: 'custody', mode: 'exercise' })).toEqual(['mode']);
    expect(readStart({ unit: 'custody', mode: 'test' }, catalogue)).toEqual({
      unit: 'custody',
      content: { mode: 'test' },
    });
  });

  it('asks for neither where there is none', () => {
    const one = { ...POLICE, units: POLICE.units.slice(0, 1), modes: ['actual'] };
    expect(startView(one, {})).toMatchObject({ units: [], modes: [] });
    expect(readStart({ unit: 'custody' }, one)).toEqual({ unit: 'response', content: { mode: 'actual' } });
  });

  it('says for which item a request begins, where it begins at something that is not known', () => {
    expect(startView(catalogue, { case: 'c1', wanted: 'phone', mode: 'test' })).toMatchObject({
      case: 'c1',
      wanted: { code: 'phone', label: 'Phone and safe times to call' },
      modes: [
        { value: 'actual', checked: false },
        { value: 'test', checked: true },
      ],
    });
    expect(startView(catalogue, { wanted: 'no-such-item' })).toMatchObject({ wanted: undefined });
  });

  it('lists what is unsent, also what was hardly begun', () => {
    const drafts = [
      { ...draftOf(), updatedAt: '2026-11-26T03:48:00Z' },
      { ...draftOf({}, { mode: 'actual' }), updatedAt: '2026-11-26T03:48:00Z' },
    ];
    expect(draftsView(drafts, catalogue)).toMatchObject([
      { called: 'Oscar Heron 12', kind: 'Crisis team visit', mode: 'Test', at: '26 November 2026, 3.48 am' },
      { called: 'Nobody named yet', kind: 'Not said yet what is needed', mode: undefined },
    ]);
  });
});

describe('what was typed and not sent', () => {
  it('is kept by its page without the token of the form, and goes when the page is taken', () => {
    const typed = withTyped(draftOf(), 'note', { _csrf: 'secret', note: 'half a sen' });
    expect(typed.content.typed).toEqual({ note: { note: 'half a sen' } });
    const both = withTyped(typed, 'what', { kind: 'other-word' });
    expect(withoutTyped(both, 'note').content.typed).toEqual({ what: { kind: 'other-word' } });
    expect(withoutTyped(typed, 'note').content).not.toHaveProperty('typed');
  });
});
