import { describe, expect, it } from '@jest/globals';
import type { ChoicesAnswer, RostersAnswer } from './roster-answers.js';
import { actIn, bodyOf, fieldsFor, typedIn, withRows } from './roster-form.js';
import { rosterFormView } from './roster-form-view.js';
import { rosterView } from './roster-view.js';

const NOW = Date.parse('2026-11-26T04:00:00.000Z');
const UNTIL = '2026-11-26T07:30:00.000Z';
const nurse = { skill: 'mental-health-nurse', label: 'Nurse', count: 2, until: UNTIL };
const CHOICES: ChoicesAnswer = {
  units: [
    { code: 'crisis-team', label: 'crisis team' },
    { code: 'suite', label: '136 suite' },
  ],
  skills: [
    { code: 'mental-health-nurse', label: 'Nurse', legal: true, employers: ['mh-trust'] },
    { code: 'paramedic', label: 'Paramedic', legal: false, employers: ['ambulance'] },
  ],
  ageGroups: ['under-18', '18-64', '65-and-over'],
  languages: [{ code: 'pl', label: 'Polish' }],
  employers: [
    { code: 'mh-trust', label: 'Wealdmere Trust' },
    { code: 'police', label: 'Wealdmere Police' },
  ],
};
const roster = (agency: string, name: string, state: 'fresh' | 'stale') => ({
  ...{ agency, name, state, publishedAt: '2026-11-26T03:55:00Z', leaseUntil: '2026-11-26T04:05:00Z' },
  units: [{ unit: 'suite', name: '136 suite', onShift: 2, free: 0, shifts: [nurse] }],
});
const ROSTERS: RostersAnswer = {
  own: [],
  rosters: [roster('ambulance', 'Ambulance', 'stale'), roster('mh-trust', 'Trust', 'fresh')],
  silent: ['police'],
};
const look = (role: 'practitioner' | 'duty-manager', units?: string[]) => ({
  person: { role, agency: 'mh-trust', ...(units && { units }) },
  published: undefined,
  now: NOW,
});

describe('the duty roster', () => {
  it('shows the own agency first, how long each roster still counts, and who has published nothing', () => {
    const { agencies } = rosterView(ROSTERS, CHOICES, look('practitioner'));
    expect(agencies.map(({ name, tag }) => [name, tag.text])).toEqual([
      ['Trust', 'Counts'],
      ['Ambulance', 'Out of date'],
      ['Wealdmere Police', 'Nothing published'],
    ]);
    expect(agencies[0]?.freshness).toMatch(/^5 minutes left unless it is published again/);
    expect(agencies[1]?.freshness).toMatch(/^Nobody renewed it since 26 November 2026, 4.05 am: telephone/);
    expect(agencies[0]?.units[0]).toMatchObject({
      ...{ name: '136 suite', onShift: 2, free: '0' },
      shifts: [
        { count: 2, skill: 'Nurse', legal: true, ages: 'every age', until: '26 November 2026, 7.30 am' },
      ],
    });
  });

  it('is published by duty managers alone, for the units that are theirs', () => {
    const hrefs = (given: ReturnType<typeof look>) =>
      rosterView(ROSTERS, CHOICES, given).publishing.map(({ href }) => href);
    expect(hrefs(look('practitioner'))).toEqual([]);
    expect(hrefs(look('duty-manager'))).toEqual(['/roster/crisis-team', '/roster/suite']);
    expect(hrefs(look('duty-manager', ['suite']))).toEqual(['/roster/suite']);
  });
});

const UNIT = { unit: 'suite', name: '136 suite' };

describe('the form of a roster', () => {
  it('begins with what the unit said last, without the shifts that are over, and sends the same back', () => {
    const later = {
      ...nurse,
      from: '2026-11-26T05:00:00.000Z',
      languages: ['pl'],
      ageGroups: ['18-64'] as const,
    };
    const over = { ...nurse, until: '2026-11-26T03:59:00.000Z' };
    const fields = fieldsFor({ ...UNIT, free: 1, shifts: [later, over] }, NOW);
    expect(fields.shifts).toHaveLength(1);
    const { label: _, ...sent } = later;
    expect(bodyOf(fields)).toEqual({ body: { shifts: [sent], free: 1 }, faults: [] });
    expect(fieldsFor(undefined, NOW).shifts).toHaveLength(1);
  });

  it('loses nothing of what was typed when a row is added or taken away', () => {
    const given = {
      ...{
        rows: '2',
        free: 'x',
        'shift-0-skill': 'paramedic',
        'shift-0-count': 'two',
        'shift-1-languages': 'pl',
      },
      'shift-0-ages': ['under-18', '18-64'],
    };
    const fields = typedIn(given);
    expect(fields.shifts[0]).toMatchObject({ skill: 'paramedic', count: 'two', ages: ['under-18', '18-64'] });
    const more = withRows(fields, actIn({ do: 'add' }));
    expect(more.shifts.slice(0, 2)).toEqual(fields.shifts);
    expect(more.shifts).toHaveLength(3);
    const less = withRows(fields, actIn({ do: 'remove-0' }));
    expect(less.shifts).toEqual([fields.shifts[1]]);
    expect(actIn({}).do).toBe('publish');
    expect(typedIn('no form')).toEqual({ shifts: [], free: '' });
  });

  it('says of each field what it cannot make sense of, beside the field and in the summary', () => {
    const fields = typedIn({ rows: '1', 'shift-0-from-day': '26/11/2026', free: 'many' });
    const { faults } = bodyOf(fields);
    expect(faults.map(({ field }) => field)).toEqual([
      ...['/shifts/0/skill', '/shifts/0/count', '/shifts/0/until', '/shifts/0/from', '/free'],
    ]);
    const view = rosterFormView({ code: 'suite', label: '136 suite' }, fields, {
      choices: CHOICES,
      refusal: { title: '', faults },
    });
    expect(view.errors.map(({ href }) => href)).toEqual([
      ...['#shift-0-skill', '#shift-0-count', '#shift-0-day', '#shift-0-from-day', '#free'],
    ]);
    expect(view.besides['shift-0-count']?.text).toBe('Enter how many people shift 1 has, such as 2');
  });

  it('shows what the service refused beside the field that the service names', () => {
    const fields = fieldsFor({ ...UNIT, shifts: [nurse, nurse] }, NOW);
    const refusal = {
      title: 'Refused.',
      faults: [{ field: '/shifts/1/employer', text: '"police" employs nobody in this role in law' }],
    };
    const view = rosterFormView({ code: 'suite', label: '136 suite' }, fields, { choices: CHOICES, refusal });
    expect(view.errors).toEqual([
      { text: '"police" employs nobody in this role in law', href: '#shift-1-employer' },
    ]);
    expect(view.rows[1]?.skills.find(({ selected }) => selected)?.text).toBe('Nurse (role in law)');
  });
});
