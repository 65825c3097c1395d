import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escaped, markup } from './markup.js';

const decoded = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#96;', '`')
    .replaceAll('&amp;', '&');

const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('a text in a report', () => {
  it('ends no element and no attribute, begins none, and is shown as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = escaped(text);
        expect(html).not.toMatch(/[<>"'`]/);
        expect(html.replaceAll(/&(lt|gt|quot|amp|#39|#96);/g, '')).not.toContain('&');
        expect(decoded(html)).toHaveLength(text.length);
      }),
    );
    expect(decoded(escaped('a < b & "c" > \'d\' `e`'))).toBe('a < b & "c" > \'d\' `e`');
  });

  it('does not steer the page: control characters and turns of direction become a sign of their own', () => {
    expect(escaped('a\u0000b\u202Ec\u2066d\u009B')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFD');
    expect(escaped('\uD800 \uD83D\uDE00')).toBe('\uFFFD \uD83D\uDE00');
    expect(escaped('tab\tand\nline')).toBe('tab\tand\nline');
  });

  it('is escaped wherever it is filled in, once, also in lists', () => {
    expect(markup`<p title="${'"'}">${['<', markup`<b>${'&'}</b>`, undefined, 3]}</p>`.html).toBe(
      '<p title="&quot;">&lt;<b>&amp;</b>3</p>',
    );
  });
});
