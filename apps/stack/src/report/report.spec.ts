import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EXAMPLE, withText } from '../../test/report-example.js';
import { reportOf } from './report.js';

const TAGS = new Set(
  (
    'html head meta title style body header main nav footer section figure figcaption div p h1 h2 h3 strong b small span code ' +
    'ul ol li dl dt dd table caption thead tbody tr th td details summary a br svg desc g path line rect circle text tspan'
  ).split(' '),
);
const ATTRIBUTES = new Set(
  (
    'lang charset http-equiv content name id class href scope colspan rowspan role tabindex aria-label aria-labelledby ' +
    'aria-hidden viewBox width height data-event d x y x1 y1 x2 y2 cx cy r transform'
  ).split(' '),
);

/** Reads the whole text as elements, attributes and text, and gives what is none of the report's own. */
function strangersIn(html: string): readonly string[] {
  const strangers: string[] = [];
  const body = html.replace('<!doctype html>', '').replace(/<style>[^<]*<\/style>/, '<style></style>');
  const rest = body.replaceAll(
    /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z0-9-]+="[^"<>]*")*)\/?>/g,
    (_, __, tag: string, attributes: string) => {
      if (!TAGS.has(tag)) strangers.push(tag);
      for (const [, name = ''] of attributes.matchAll(/ ([a-zA-Z0-9-]+)="/g))
        if (!ATTRIBUTES.has(name)) strangers.push(name);
      return '';
    },
  );
  return [...strangers, ...(rest.match(/[<>"]/g) ?? [])];
}

describe('the report of a rehearsal', () => {
  it('holds only elements and attributes of its own, whatever the texts say', () => {
    expect(strangersIn(reportOf(EXAMPLE))).toEqual([]);
    expect(strangersIn('<p onclick="x"><b class="a">c</b><script></script>"</p>')).toEqual([
      'onclick',
      'script',
      'script',
      '"',
    ]);
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '"><script>alert(1)</script>',
        "' onload='x",
        '</style><svg onload=x>',
        '</title>',
        '&lt;',
        ']]>',
        '<!--',
      ),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        expect(strangersIn(reportOf(withText(EXAMPLE, text)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is one file: it names no address, and lets nothing be loaded and nothing run', () => {
    const html = reportOf(EXAMPLE);
    expect(html).not.toMatch(/https?:|\/\/[a-z]|url\(|@import/i);
    expect([...html.matchAll(/href="([^"]*)"/g)].every(([, target]) => target?.startsWith('#'))).toBe(true);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
    const style = /<style>([^<]*)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
  });

  it('says the same of the same material', () => {
    expect(reportOf(EXAMPLE)).toBe(reportOf(EXAMPLE));
  });

  it('leads from its contents to every section', () => {
    const html = reportOf(EXAMPLE);
    const targets = [...html.matchAll(/<li><a href="#([a-z]+)">/g)].map(([, id]) => id);
    const sections = [...html.matchAll(/<section id="([a-z]+)"/g)].map(([, id]) => id);
    expect(targets).toEqual(sections);
  });

  it('says what nobody did, and what nobody answered, in words', () => {
    const none = { declined: [], unanswered: [], escalated: [], overridden: [], refused: [], notPlayed: [] };
    const html = reportOf({ ...EXAMPLE, exceptions: none, events: [], tasks: [], items: [], checks: [] });
    expect(html).toContain('Nobody said no. Every request was answered in time.');
    expect(html).toContain('The audit log did not say what no agreement let through.');
    for (const sentence of [
      'No task was asked for.',
      'Nothing was said of the person.',
      'No agency has a gap.',
    ])
      expect(html).toContain(sentence);
  });

  it('shows a passed deadline, a late answer and a clock with what is left of it', () => {
    const html = reportOf(EXAMPLE)
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ');
    expect(html).toContain('Answer 8 12 minutes accepted 5 minutes late');
    expect(html).toContain('Finish 8 – 240 minutes – not in time');
    expect(html).toContain(
      's136 detention 21 1461 minute 1101, minute 1317 1250 (application made) 211 minutes',
    );
    expect(html).toContain('s4 detention waits');
  });
});
