import { describe, expect, it } from '@jest/globals';
import type { SealedContent, TaskLedgerEvent } from '#contracts';
import { Directory, loadDirectory, parseBundle } from '#directory';
import { shownConcept, shownWords, type Reader } from './shown-words.js';

const directory = new Directory(parseBundle({ version: 1, data: loadDirectory(), keys: [] }));
const as = (agency: string): Reader => ({ directory, agency });

const event = (type: string, source: string, data: object): TaskLedgerEvent =>
  ({ type: `concordat.task.${type}.v1`, source, data }) as unknown as TaskLedgerEvent;
const request = (more: object = {}, from = 'police'): TaskLedgerEvent =>
  event('requested', `/${from}/control-room`, {
    kind: 'place-of-safety-admission',
    urgency: 'u2-within-hour',
    asker: { agency: from, unit: 'control-room' },
    performer: { agency: 'mh-trust', unit: 'health-based-place-of-safety' },
    ...more,
  });
const said = (words: SealedContent['words'] & object): SealedContent => ({ words });

describe('what a receiver is shown of a code', () => {
  it('is the sender’s word, the own word, and how each relates to the shared term, as R5 and R4 call it', () => {
    const word = { word: '136 suite request', relationship: 'source-is-narrower-than-target' } as const;
    const { kind } = shownWords(request(), said({ kind: word }), as('mh-trust'));
    expect(kind).toMatchObject({
      code: 'place-of-safety-admission',
      sender: word,
      receiver: { word: 'HBPoS admission', relationship: 'source-is-narrower-than-target' },
      equivalence: { sender: 'wider', receiver: 'wider' },
      lossy: true,
    });
    expect(kind?.sentence).toMatch(/sender's word is narrower .* Your own word is narrower/);
  });

  it('is no loss where both words mean the same as the shared term', () => {
    const { kind } = shownWords(request({ kind: 's136-consultation' }), {}, as('mh-trust'));
    expect(kind).toMatchObject({ lossy: false, receiver: { word: 's136 consultation' } });
  });

  it('turns R4 and R5 neither way round by mistake: a broader word has a narrower target', () => {
    const word = { word: 'job', relationship: 'source-is-broader-than-target' } as const;
    const { kind } = shownWords(
      request({ kind: 'emergency-medical-response' }),
      said({ kind: word }),
      as('mh-trust'),
    );
    expect(kind?.equivalence.sender).toBe('narrower');
  });

  it('is the name that its own agency gives a unit', () => {
    const { unit, to } = shownWords(request(), {}, as('mh-trust'));
    expect([unit, to]).toMatchObject([
      { agency: 'police', unit: 'control-room', name: 'contact centre' },
      { agency: 'mh-trust', name: 'HBPoS' },
    ]);
  });

  it('is shown for the reason of a decline and for an outcome, not for a reason that belongs to no agency', () => {
    const declined = event('rejected', '/ambulance/crew', { reason: 'no-capacity' });
    const word = { word: 'no resource to send', relationship: 'equivalent' } as const;
    expect(shownWords(declined, said({ reason: word }), as('police')).reason).toMatchObject({
      sender: word,
      receiver: { word: 'no units available' },
    });
    const cancelled = event('cancelled', '/police/response', { reason: 'duplicate' });
    expect(shownWords(cancelled, {}, as('ambulance'))).not.toHaveProperty('reason');
  });
});

describe('how urgent a request is', () => {
  it('is the sender’s own grade with its own minutes and the event they run to; the band only sorts', () => {
    const data = { grade: 'ambulance-arp.c2', urgency: directory.grade('ambulance-arp.c2')?.urgency };
    const { urgency } = shownWords(request(data, 'ambulance'), {}, as('police'));
    expect(urgency).toMatchObject({
      band: { code: data.urgency },
      grade: { code: 'ambulance-arp.c2', word: 'C2', minutes: 40, clockTo: 'arrival of the right resource' },
    });
    expect(urgency?.grade?.trap).toMatch(/\S/);
    // Nothing in it belongs to a scale of the reader.
    expect(JSON.stringify(urgency)).not.toMatch(/police-/);
  });

  it('is the band alone where the sender gave no grade', () => {
    const { urgency } = shownWords(request(), {}, as('mh-trust'));
    expect(Object.keys(urgency ?? {})).toEqual(['band']);
  });

  it('keeps for every grade of every scale the minutes of its own scale', () => {
    for (const { code, owner, levels, clockTo } of directory.bundle.data.scales)
      for (const level of levels) {
        const grade = directory.grade(`${code}.${level.code}`);
        const band = grade?.urgency ?? 'u7-no-visit';
        const asked = request({ grade: `${code}.${level.code}`, urgency: band }, owner);
        const shown = shownWords(asked, {}, as('voluntary')).urgency?.grade;
        expect([grade?.code, shown?.minutes, shown?.clockTo]).toEqual([grade?.code, level.minutes, clockTo]);
      }
  });

  it('is never a grade of a scale that is not the sender’s own, as if the reader’s minutes were promised', () => {
    const data = { grade: 'ambulance-arp.c2', urgency: 'u2-within-hour' };
    const { urgency } = shownWords(request(data, 'police'), {}, as('ambulance'));
    expect(urgency).toEqual({ band: expect.objectContaining({ code: 'u2-within-hour' }) });
  });

  it('says how grade and band relate only where the directory sorts the grade under the band that was sent', () => {
    const data = { grade: 'ambulance-arp.c2', urgency: 'u4-within-24-hours' };
    const { urgency } = shownWords(request(data, 'ambulance'), {}, as('police'));
    expect(urgency).toMatchObject({ band: { code: 'u4-within-24-hours' }, grade: { minutes: 40 } });
    for (const said of ['relationship', 'equivalence', 'loss'])
      expect(urgency?.grade).not.toHaveProperty(said);
  });
});

describe('a value that is a shared concept', () => {
  it('is shown in both words; any other value is left as it is', () => {
    const concept = directory.bundle.data.concepts.find(
      ({ terms }) => terms['mh-trust']?.[0]?.relationship === 'equivalent',
    );
    const value = { concept: concept?.code, term: 'subject', relationship: 'related-to' };
    expect(shownConcept(value, as('mh-trust'))).toMatchObject({ sender: { word: 'subject' }, lossy: true });
    for (const other of ['subject', 7, null, { concept: 'no-such-concept' }, { near: 'the bridge' }])
      expect(shownConcept(other, as('mh-trust'))).toBeUndefined();
  });

  it('is shown among the words of its event, with its place; what was taken out and what is no concept is not', () => {
    const value = { concept: 'person-in-crisis', term: 'pt', relationship: 'related-to' };
    const code = 'presenting-situation';
    const informed = event('informed', '/ambulance/crew', {
      items: [{ code: 'area' }, { code: 'alias' }, { code, state: 'known' }],
    });
    const content = {
      items: [{ salt: '', value: 'east' }, { refused: 'no-agreement' as const }, { salt: '', value }],
    };
    const { items } = shownWords(informed, content, as('police'));
    expect(items).toMatchObject([
      { item: code, index: 2, code: 'person-in-crisis', sender: { word: 'pt' }, lossy: true },
    ]);
    expect(items?.[0]?.sentence).toMatch(/only related .* Your own word is narrower/);
    expect(shownWords(event('accepted', '/ambulance/crew', {}), {}, as('police'))).not.toHaveProperty(
      'items',
    );
  });

  it.each(['bogus', 'constructor', '__proto__', 7, null])(
    'is not shown as one where its sender gives the relation %p, which does not exist',
    (relationship) => {
      const value = { concept: 'person-in-crisis', term: 'pt', relationship };
      expect(shownConcept(value, as('police'))).toBeUndefined();
    },
  );

  it('is not shown as one where a word comes without its relation, or a relation without its word', () => {
    for (const half of [{ term: 'pt' }, { relationship: 'equivalent' }])
      expect(shownConcept({ concept: 'person-in-crisis', ...half }, as('police'))).toBeUndefined();
    expect(shownConcept({ concept: 'person-in-crisis' }, as('police'))).toMatchObject({
      sender: { word: 'Person', relationship: 'equivalent' },
    });
  });
});
