import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { rehearsalsIn, type Moment, type Progress, type Study } from './rehearsal-door.js';
import { chosenIn, reportPolicy, runningView, studiesView } from './rehearsal-views.js';

const STUDY: Study = { name: 'bridge', title: 'Unknown person on a bridge', steps: 26, minutes: 250 };
const RUNNING: Progress = {
  ...{ version: 3, state: 'running', study: STUDY, steps: { told: 2, all: 26 } },
  story: [],
  boards: [],
};
const moment = (minute: number, more: Partial<Moment> = {}): Moment => ({
  ...{ minute, who: 'Police', what: 'asks', fate: 'played' },
  ...more,
});

describe('the list of case studies', () => {
  it('says how long each is, which one runs, and where its newest report is', () => {
    const view = studiesView([STUDY, { ...STUDY, name: 'bed', reportedAt: '2026-11-26T03:48:00Z' }], RUNNING);
    expect(view.running).toBe('Unknown person on a bridge');
    expect(view.studies[0]?.hint.text).toBe('26 steps in 4 hours 10 minutes.');
    expect(view.reports).toEqual([
      { title: STUDY.title, href: '/rehearsals/bed/report', when: '26 November 2026, 3.48 am' },
    ]);
    expect(studiesView([STUDY], { state: 'ended', study: STUDY }).running).toBeUndefined();
  });

  it('takes a study and a pace that there are, and says which is missing', () => {
    expect(chosenIn({ study: 'bridge', pace: 'slow' }, [STUDY])).toEqual({
      ...{ chosen: { study: 'bridge', pace: 'slow' }, speed: 1, faults: [] },
    });
    const { faults, chosen } = chosenIn({ study: '../keys', pace: 'slow' }, [STUDY]);
    expect(faults).toEqual([{ field: '/study', text: 'Choose the case study to rehearse' }]);
    expect(chosen).toEqual({ study: '', pace: 'slow' });
    expect(chosenIn(undefined, [STUDY]).faults).toHaveLength(2);
  });
});

describe('the page of what is played', () => {
  it('shows the boards side by side, and the story with the newest first', () => {
    const view = runningView({
      ...RUNNING,
      story: [moment(0), moment(4, { fate: 'refused-as-expected', because: 'No rule lets it.' })],
      boards: [
        {
          ...{ agency: 'police', name: 'Wealdmere Police', answers: true },
          tasks: [{ kind: 'Welfare check', status: 'accepted', asked: 'by-us' }],
        },
      ],
    });
    expect(view.status).toBe('Minute 4: 2 of 26 steps are played.');
    expect(view.story.map(({ minute, tag, because }) => [minute, tag?.text, because])).toEqual([
      [4, 'Refused, as it should be', 'No rule lets it.'],
      [0, undefined, undefined],
    ]);
    expect(view.boards[0]?.tasks[0]).toMatchObject({ asked: 'asked by us', status: { text: 'Accepted' } });
    expect([view.live, view.report]).toEqual([true, undefined]);
  });

  it('says how it ended, and leads to the report', () => {
    const ended = { ...RUNNING, state: 'ended', steps: { told: 26, all: 26 } } as const;
    expect(runningView({ ...RUNNING, steps: { told: 26, all: 26 } }).status).toMatch(
      /compared with the audit log/,
    );
    expect(runningView({ ...ended, verdict: { passed: true, failures: [] } })).toMatchObject({
      status: 'It has ended: everything was as it should be.',
      report: '/rehearsals/bridge/report',
      live: false,
    });
    expect(runningView({ ...ended, verdict: { passed: false, failures: ['a'] } }).status).toMatch(
      /one thing was not/,
    );
    const stopped = runningView({ ...ended, stopped: 'The ledger is closed.' });
    expect([stopped.status, stopped.report]).toEqual([
      'It ended before its end: The ledger is closed.',
      undefined,
    ]);
    const { study: _, ...none } = RUNNING;
    expect(runningView({ ...none, state: 'none' }).title).toBe('No rehearsal has run yet');
  });
});

describe('a report', () => {
  it('is shown under a policy that lets nothing load and nothing run, but for its own style', () => {
    const css = 'p { color: red }\n';
    const policy = reportPolicy(`<!doctype html><style>${css}</style><script>alert(1)</script>`);
    const hash = createHash('sha256').update(css).digest('base64');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(reportPolicy('<p>')).not.toContain('style-src');
  });
});

describe('the file that names where rehearsals are offered', () => {
  it('has an address and a token', () => {
    const good = { url: 'http://127.0.0.1:9', token: 't' };
    expect(rehearsalsIn(JSON.stringify(good))).toEqual(good);
    for (const bad of [
      { token: 't' },
      { url: 'nowhere', token: 't' },
      { url: good.url },
      { ...good, token: '' },
    ])
      expect(() => rehearsalsIn(JSON.stringify(bad))).toThrow(/its url is no address|it has no token/);
  });
});
