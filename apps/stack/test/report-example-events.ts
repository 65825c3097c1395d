import type { EventFacts, EventTold, Place } from '../src/report/material.js';

/** Six agencies. */
export const LANES = [
  { code: 'police', name: 'Wealdmere Police' },
  { code: 'ambulance', name: 'Wealdmere Ambulance Service' },
  { code: 'mh-trust', name: 'Wealdmere Mental Health NHS Trust' },
  { code: 'social-care', name: 'Wealdmere County Council' },
  { code: 'acute-hospital', name: 'Fallowbrook General Hospital' },
  { code: 'voluntary', name: 'Lantern Safe Haven' },
] as const;

const UNITS: Readonly<Record<string, string>> = {
  police: 'control room',
  ambulance: 'emergency operations centre',
  'mh-trust': 'suite north',
  'social-care': 'emergency duty team',
  'acute-hospital': 'emergency department',
  voluntary: 'safe haven',
};

/** The unit of an agency that takes part. */
export const place = (agency: string): Place => ({
  agency,
  name: LANES.find(({ code }) => code === agency)?.name ?? agency,
  unit: UNITS[agency] ?? 'unit',
});

type Line = readonly [
  minute: number,
  task: string,
  type: string,
  from: string,
  to: string,
  facts?: EventFacts,
];

/** Every type of event at least once, one that nobody knows, and a task between two units of one agency. */
const LINES: readonly Line[] = [
  [0, 'T1', 'requested', 'police', 'mh-trust', { kind: 'Place of safety space' }],
  [0, 'T2', 'requested', 'police', 'ambulance', { kind: 's136 conveyance' }],
  [1, 'T1', 'received', 'mh-trust', 'police'],
  [4, 'T2', 'expired', 'police', 'ambulance', { outcome: 'not practicable' }],
  [5, 'T2', 'answered-late', 'ambulance', 'police', { answer: 'accepted' }],
  [6, 'T1', 'rejected', 'mh-trust', 'police', { reason: 'no bed or suite free', fact: 'next space 05:00' }],
  [
    6,
    'T1',
    'escalated',
    'police',
    'mh-trust',
    { why: 'all declined', units: ['the Trust, on-call manager', 'Police, duty inspector'] },
  ],
  [8, 'T3', 'requested', 'police', 'acute-hospital', { kind: 'Place of safety space' }],
  [9, 'T3', 'countered', 'acute-hospital', 'police', { minute: 40, fact: 'medical check first' }],
  [10, 'T3', 'counter-refused', 'police', 'acute-hospital'],
  [11, 'T3', 'countered', 'acute-hospital', 'police', { minute: 20 }],
  [12, 'T3', 'counter-accepted', 'police', 'acute-hospital'],
  [13, 'T3', 'promised', 'acute-hospital', 'police', { promise: 'security is here by then', minute: 60 }],
  [21, 'T3', 'started', 'acute-hospital', 'police'],
  [
    21,
    'T3',
    'clock-told',
    'acute-hospital',
    'police',
    { clocks: ['s136 detention runs since minute 21, until minute 1461'] },
  ],
  [30, 'T3', 'handover-offered', 'police', 'acute-hospital', { minute: 45 }],
  [44, 'T3', 'handover-refused', 'acute-hospital', 'police', { note: 'no security staff yet' }],
  [50, 'T3', 'handover-offered', 'police', 'acute-hospital', { minute: 65 }],
  [65, 'T3', 'handover-lapsed', 'police', 'acute-hospital'],
  [66, 'T3', 'overdue', 'police', 'acute-hospital', { deadline: 'to keep a promise' }],
  [70, 'T3', 'promise-ended', 'acute-hospital', 'police', { end: 'kept' }],
  [72, 'T3', 'handover-offered', 'police', 'acute-hospital', { minute: 90 }],
  [75, 'T3', 'handover-accepted', 'acute-hospital', 'police'],
  [80, 'T4', 'requested', 'acute-hospital', 'social-care', { kind: 'Mental Health Act assessment' }],
  [90, 'T4', 'accepted', 'social-care', 'acute-hospital', { slots: ['amhp: filled', 's12 doctor: open'] }],
  [95, 'T4', 'slots-set', 'social-care', 'acute-hospital', { slots: ['s12 doctor: filled'] }],
  [100, 'T4', 'held', 'social-care', 'acute-hospital', { minute: 265 }],
  [265, 'T4', 'resumed', 'social-care', 'acute-hospital'],
  [300, 'T4', 'informed', 'social-care', 'acute-hospital', { note: 'two recommendations made' }],
  [310, 'T3', 'corrected', 'acute-hospital', 'police'],
  [320, 'T3', 'recalled', 'acute-hospital', 'police', { reason: 'wrong person' }],
  [330, 'T3', 'identified', 'acute-hospital', 'police', { identity: 'confirmed' }],
  [331, 'T3', 'acknowledged', 'police', 'acute-hospital'],
  [340, 'T3', 'reviewed', 'police', 'acute-hospital', { finding: 'justified' }],
  [400, 'T5', 'requested', 'mh-trust', 'mh-trust', { kind: 'Follow-up contact' }],
  [401, 'T5', 'accepted', 'mh-trust', 'mh-trust'],
  [402, 'T6', 'requested', 'voluntary', 'ambulance', { kind: 'Conveyance' }],
  [403, 'T6', 'entered-in-error', 'voluntary', 'ambulance'],
  [500, 'T7', 'requested', 'social-care', 'ambulance', { kind: 'Conveyance under the Act' }],
  [510, 'T7', 'accepted', 'ambulance', 'social-care'],
  [520, 'T7', 'failed', 'ambulance', 'social-care', { reason: 'no worker, vehicle or space free in time' }],
  [530, 'T5', 'cancelled', 'mh-trust', 'mh-trust', { reason: 'met elsewhere' }],
  [1101, 'T4', 'overdue', 'acute-hospital', 'social-care', { clocks: ['s136 detention'], percent: 75 }],
  [1200, 'T4', 'moon-risen', 'social-care', 'acute-hospital'],
  [1250, 'T4', 'completed', 'social-care', 'acute-hospital', { outcome: 'application made' }],
];

/** The events of a night on which everything happens. */
export const EVENTS: readonly EventTold[] = LINES.map(
  ([minute, task, type, from, to, facts = {}], index) => ({
    id: `event-${index + 1}`,
    sequence: index + 1,
    task,
    type,
    minute,
    from: place(from),
    to: place(to),
    byItself: ['received', 'expired', 'overdue', 'handover-lapsed', 'answered-late'].includes(type),
    items:
      type === 'corrected'
        ? { values: ['Name'], reasons: [], held: [] }
        : { values: [], reasons: [], held: [] },
    lossy:
      type === 'requested' && task === 'T1'
        ? [
            {
              minute,
              task,
              code: 'place-of-safety-admission',
              said: '136 suite',
              shown: 'HBPoS admission',
              loss: 'Your own word is narrower than the shared term.',
            },
          ]
        : [],
    ...(type === 'identified' && { override: 'life at risk' }),
    facts,
  }),
);
