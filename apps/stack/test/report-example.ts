import type { ReportMaterial } from '../src/report/material.js';
import { EVENTS, LANES, place } from './report-example-events.js';

/** The material of a rehearsal in which everything happens that can happen, wholly invented. */
export const EXAMPLE: ReportMaterial = {
  scenario: {
    id: 'everything',
    file: 'everything.yaml',
    title: 'A night on which everything happens',
    question: 'Who answers for the person while four places say no?',
    start: '2031-03-21T23:05:00Z',
  },
  madeAt: '2026-11-25T10:00:00.000Z',
  verdict: 'failed',
  failures: ['Minute 6, decline: Line 9: expected refused: REASON_NOT_ALLOWED; found: it was not refused.'],
  lanes: LANES,
  lastMinute: 1300,
  tasks: [
    {
      local: 'T3',
      kind: 'Place of safety space',
      urgency: 'Within an hour',
      from: place('police'),
      to: place('acute-hospital'),
      askedAt: 8,
      end: 'in progress',
      isOpen: true,
      owner: place('acute-hospital'),
      responsible: place('acute-hospital'),
      slots: ['amhp: filled'],
      promises: ['promise of Fallowbrook General Hospital by minute 60: kept'],
      times: [
        {
          what: 'acknowledge',
          from: 8,
          minute: 9,
          how: 'other terms',
          allowed: 1,
          allowedBy: 'request',
          verdict: 'in-time',
        },
        {
          what: 'decide',
          from: 8,
          minute: 20,
          how: 'accepted',
          allowed: 5,
          allowedBy: 'request',
          verdict: 'late',
        },
        {
          what: 'start',
          from: 8,
          minute: 21,
          how: 'begun',
          allowed: 60,
          allowedBy: 'kind',
          verdict: 'in-time',
        },
        { what: 'complete', from: 8, allowed: 240, allowedBy: 'request', verdict: 'missed' },
        {
          what: 'handover',
          from: 50,
          how: 'nobody answered',
          allowed: 15,
          allowedBy: 'request',
          verdict: 'missed',
        },
        {
          what: 'handover',
          from: 72,
          minute: 75,
          how: 'taken over',
          allowed: 18,
          allowedBy: 'request',
          verdict: 'in-time',
        },
      ],
    },
  ],
  events: EVENTS,
  clocks: [
    { label: 's136 detention', started: 21, due: 1461, ended: 1250, endedBy: 'application made' },
    { label: 's136 police handover', started: 21, due: 81 },
    { label: 's4 detention' },
  ],
  items: [
    {
      code: 'full-name',
      label: 'Name',
      category: 'identity',
      known: {
        police: [
          {
            minute: 0,
            as: 'reason',
            words: 'the source was asked and does not know',
            code: 'asked-unknown',
            beside: [],
          },
          {
            minute: 34,
            as: 'unconfirmed',
            words: '“Corvin Aldmore”',
            beside: ['low confidence'],
            from: 'Wealdmere Ambulance Service',
            task: 'T2',
          },
          {
            minute: 320,
            as: 'taken-back',
            words: 'wrong person',
            beside: [],
            from: 'Fallowbrook General Hospital',
            task: 'T3',
          },
        ],
        'mh-trust': [
          {
            minute: 0,
            as: 'waits',
            words: 'until the task is accepted',
            beside: [],
            from: 'Wealdmere Police',
            task: 'T1',
          },
        ],
        'social-care': [
          {
            minute: 80,
            as: 'not-let',
            words: 'no agreement lets it travel on this task',
            beside: [],
            from: 'Wealdmere Police',
            task: 'T4',
          },
        ],
      },
      gaps: {
        police: {
          todo: true,
          couldKnow: ['Lantern Safe Haven'],
          withheldBy: [],
          asked: ['Wealdmere Mental Health NHS Trust'],
        },
      },
    },
    {
      code: 'worker-safety-warning',
      label: 'Safety instruction for workers',
      category: 'risk',
      known: {
        ambulance: [
          {
            minute: 1,
            as: 'held',
            words: 'known, but held back for privacy or security',
            code: 'masked',
            beside: [],
            from: 'Wealdmere Police',
            task: 'T2',
          },
        ],
        police: [{ minute: 0, as: 'value', words: '“two officers”', beside: ['source: own record'] }],
      },
      gaps: {},
    },
    {
      code: 'medication',
      label: 'Current medication',
      category: 'health',
      known: {},
      gaps: { 'mh-trust': { todo: false, couldKnow: [], withheldBy: ['Wealdmere Police'], asked: [] } },
    },
  ],
  unasked: ['Wealdmere County Council'],
  exceptions: {
    declined: [
      {
        minute: 6,
        task: 'T1',
        who: 'the Trust, suite north',
        what: 'declines: no bed',
        beside: 'next space 05:00',
      },
    ],
    unanswered: [{ minute: 4, task: 'T2', who: 'Police, control room', what: 'no answer in time' }],
    escalated: [{ minute: 6, task: 'T1', who: 'Police, control room', what: 'escalates: all declined' }],
    overridden: [
      {
        minute: 330,
        task: 'T3',
        who: 'the hospital',
        what: 'the person is identified',
        beside: 'life at risk',
      },
    ],
    refused: [
      {
        minute: 6,
        who: 'the Trust, suite south',
        what: 'decline: not this reason',
        beside: 'as the script expected',
      },
    ],
    notPlayed: [{ minute: 7, who: 'The software', what: 'escalate', beside: 'not built' }],
  },
  checks: [
    {
      minute: 6,
      words: 'REFUSED: not this reason',
      assertions: [
        { words: 'the step is refused', result: 'fails', found: 'it was not refused' },
        { words: 'Name is a gap of Wealdmere Police', result: 'holds' },
      ],
    },
    {
      words: 'There was exactly one owner at every minute.',
      assertions: [{ words: 'one owner', result: 'not-judged' }],
    },
  ],
  questions: ['Minute 24, clock-start: Does the timer show that it waits?'],
  counts: { steps: 30, played: 26, values: 3, reasons: 2, held: 1, waited: 1, leftOut: 1 },
};

/** The same material with this text in the place of every text that comes from outside: only codes of agencies and kinds stay. */
export function withText(material: ReportMaterial, text: string): ReportMaterial {
  const lanes = material.lanes.map(({ code }) => ({ code, name: text }));
  return { ...(replaced(material, text, '') as ReportMaterial), lanes };
}

/** Names under which a text chooses how something is shown, or is a time. */
const FIXED = new Set(['as', 'type', 'agency', 'what', 'verdict', 'result', 'allowedBy', 'start', 'madeAt']);

function replaced(value: unknown, text: string, name: string): unknown {
  if (typeof value === 'string') return FIXED.has(name) ? value : text;
  if (Array.isArray(value)) return value.map((one) => replaced(one, text, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, text, key)]));
}
