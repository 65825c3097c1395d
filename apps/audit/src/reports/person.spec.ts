import { describe, expect, it } from '@jest/globals';
import { DIRECTORY, NOON, overridden, refused, someRule, told, wordsOf } from '../../test/report-rows.js';
import { personLetter } from './person-letter.js';
import { personReport, type PersonFacts } from './person.js';

const FACTS: PersonFacts = { cases: ['a-case'], told: [], refused: [], overrides: [] };
const report = (facts: Partial<PersonFacts>) => personReport({ ...FACTS, ...facts }, wordsOf, NOON);
const letter = (facts: Partial<PersonFacts>, within?: string): string =>
  personLetter(report(facts), { madeAt: NOON, within }).join('\n');
const notice = (leafIndex: number, reason: string | null, seenBy: object[] = []) => ({
  eventId: '01931c6e-79ff-7b21-b1aa-5e6f70819208',
  leafIndex,
  at: new Date('2026-07-15T08:00:00Z'),
  reason,
  seenBy: seenBy as never,
});
const SEEN = {
  agency: 'ambulance',
  at: NOON,
  actor: 'a',
  actorRole: 'clinician',
  actorType: 'person',
  leafIndex: 9,
};

describe('the report on a person', () => {
  it('says who told whom what, when by the clock of the country, for which task and on what ground', () => {
    const text = letter({ told: [told()] });
    const { title, rule, basis } = someRule();
    const label = DIRECTORY.lawfulBases.find(({ code }) => code === basis)?.label;
    expect(text).toContain('14 July 2026, 22:05: ');
    const [police, ambulance] = ['police', 'ambulance'].map(
      (agency) => DIRECTORY.agencies.find(({ code }) => code === agency)?.name,
    );
    expect(text).toContain(`${police}, control room (dispatcher) told ${ambulance}, crew`);
    expect(text).toContain('- Name: told.');
    expect(text).toContain(`agreement "${title}", version 1, rule ${rule}`);
    expect(text.toLowerCase()).toContain(`ground: ${label?.toLowerCase()}`);
    expect(text).toContain('[leaf 7]');
  });

  it('puts the reason into words where nothing could be told, and says what is held back', () => {
    const rows = [
      told({ category: 'absent', state: 'unknown', absent: 'asked-unknown' }),
      told({ place: 1, category: 'withheld', state: 'withheld', item: 'date-of-birth' }),
    ];
    const text = letter({ told: rows });
    expect(text).toContain(
      'not told, since there was nothing to tell: the source was asked and does not know',
    );
    expect(text).toContain('Date of birth: held back; only that it is held back was told');
    expect(text).not.toContain('asked-unknown');
  });

  it('says that it holds no values, and where they are', () => {
    expect(letter({ told: [told()] })).toMatch(
      /does not hold the information itself[^]*in their own records[^]*custodian/,
    );
  });

  it('says what was corrected, taken back, and not let in, why, and who has seen it', () => {
    const rows = [
      told({
        correctedBy: [notice(11, null, [SEEN])],
        recalledBy: [notice(12, 'wrong-person')],
        refusedBy: notice(13, 'no-agreement'),
      }),
    ];
    const text = letter({ told: rows });
    expect(text).toMatch(/Corrected on 15 July 2026, 09:00; [^\n]* has seen the notice\. \[leaf 11\]/);
    expect(text).toMatch(
      /Taken back on [^\n]*because it was about another person; nobody at [^\n]*\[leaf 12\]/,
    );
    expect(text).toMatch(
      /did not let it in [^\n]*because no sharing agreement covers it: nobody there saw it/,
    );
    expect(report({ told: rows }).leaves).toEqual([
      [7, 7],
      [11, 13],
    ]);
  });

  it.each([
    'next-of-kin',
    'nearest-relative',
    'carer',
    'caller-relationship',
    'children-at-address',
    'present-companions',
  ])('marks %s to be reviewed before release, since it may concern another person', (item) => {
    const made = report({ told: [told({ item }), told({ place: 1 })] });
    expect(made.rows.map(({ review }) => review)).toEqual([
      'to be reviewed before release: may concern another person',
      null,
    ]);
    expect(made.toReview).toBe(1);
  });

  it('marks what another person told, and not what the person or an officer told', () => {
    const sources = ['caller', 'family-or-friend', 'other-public', 'person', 'officer-or-clinician', null];
    const made = report({ told: sources.map((sourceKind, place) => told({ sourceKind, place })) });
    expect(made.rows.map(({ review }) => review !== null)).toEqual([true, true, true, false, false, false]);
  });

  it('has nothing to review in a gap', () => {
    const row = told({ item: 'carer', category: 'absent', absent: 'unknown', sourceKind: 'caller' });
    expect(report({ told: [row] }).toReview).toBe(0);
    expect(letter({ told: [row] })).not.toContain('BEFORE RELEASE');
  });

  it('tells overrides with reason and review, and what was stopped', () => {
    const review = {
      eventId: 'e',
      leafIndex: 31,
      agency: 'police',
      actor: 'a',
      actorRole: 'caldicott-guardian',
      finding: 'justified-in-part',
      recordedAt: NOON,
    };
    const facts = { overrides: [overridden({ reviewed: true, review })], refused: [refused()] };
    const text = letter(facts);
    expect(text).toMatch(
      /though no rule let it, because: life at risk\. Authorised by: Duty inspector\. Reviewed on 22 November 2026, 12:00 by Caldicott Guardian, [^\n]*: justified in part\./,
    );
    expect(text).toContain(
      'wanted to tell Lantern Safe Haven: Name. It was stopped before it left: no sharing agreement covers it.',
    );
    expect(report(facts).leaves).toEqual([
      [20, 20],
      [30, 31],
    ]);
  });

  it('says of what was agreed by telephone when that was, and when it was recorded', () => {
    const occurredAt = new Date('2026-07-14T20:48:00Z');
    expect(report({ told: [told({ occurredAt })] }).rows).toMatchObject([{ occurredAt }]);
    expect(letter({ told: [told({ occurredAt })] })).toContain(
      '14 July 2026, agreed 21:48, recorded 22:05: Wealdmere Police',
    );
    const before = { overrides: [overridden({ occurredAt: new Date('2026-11-19T23:50:00Z') })] };
    expect(letter(before)).toContain('agreed 19 November 2026, 23:50, recorded 20 November 2026, 11:00: ');
  });

  it('names the query for the proof of each case', () => {
    const { evidence } = report({ cases: ['one', 'two'], told: [told()] });
    expect(evidence).toEqual(['/evidence?case=one', '/evidence?case=two']);
    expect(letter({ cases: ['one'], told: [told()] })).toContain('GET /evidence?case=one');
  });

  it('says so when nothing is recorded, and how far its reader sees', () => {
    const text = letter({ cases: [] }, 'ambulance');
    expect(text).toContain('Nothing is recorded as told.');
    expect(text).toContain('It tells only what ambulance sent or received.');
  });

  it('does without words for codes that the directory no longer has', () => {
    const row = told({
      item: 'old-item',
      sender: 'old-agency',
      rule: 'old.rule',
      basis: 'old-basis',
      kind: null,
    });
    expect(letter({ told: [row] })).toContain('old agency, control room');
  });
});
