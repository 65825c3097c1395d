import { describe, expect, it } from '@jest/globals';
import { EXAMPLE } from '../../test/report-example.js';
import { wordsOfEvent } from './event-words.js';
import type { EventTold } from './material.js';
import { sequenceSection } from './sequence.js';
import { SIZE, picturesOf } from './sequence-layout.js';

const rows = picturesOf(EXAMPLE).flatMap((picture) => picture.rows);
const first = (type: string): EventTold => {
  const event = EXAMPLE.events.find((one) => one.type === type);
  if (!event) throw new Error(`the example has no ${type}`);
  return event;
};

describe('the picture of who tasked whom', () => {
  it('has every event once, in the order of the ledger, from who said it to who was told', () => {
    expect(rows.map(({ event }) => event.id)).toEqual(EXAMPLE.events.map(({ id }) => id));
    const lanes = new Map(picturesOf(EXAMPLE)[0]?.lanes.map(({ code, x }) => [code, x]));
    for (const { event, from, to } of rows) {
      expect([from, to]).toEqual([lanes.get(event.from.agency), lanes.get(event.to.agency)]);
    }
    const html = sequenceSection(EXAMPLE).html;
    expect(html.match(/<g class="arrow [a-z]+" data-event="/g)).toHaveLength(EXAMPLE.events.length);
  });

  it('is cut into parts that fit on a page, and each begins with its minute', () => {
    const pictures = picturesOf(EXAMPLE);
    expect(pictures.length).toBeGreaterThan(1);
    for (const picture of pictures) {
      expect(picture.height).toBeLessThan(1080);
      expect(picture.rows[0]?.minute).toBe(picture.rows[0]?.event.minute);
      picture.rows.forEach(({ top }, index) =>
        expect(top).toBe(picture.rows[index - 1]?.bottom ?? SIZE.head),
      );
    }
  });

  it('lets no text run out of its width', () => {
    for (const { textAt, label, beside } of rows) {
      expect(textAt).toBeGreaterThanOrEqual(SIZE.minutes);
      expect(textAt + label.length * 6.9).toBeLessThanOrEqual(SIZE.width + 1);
      for (const line of beside) expect(textAt + line.length * 6.1).toBeLessThanOrEqual(SIZE.width + 1);
    }
    const endless = {
      ...first('rejected'),
      facts: { reason: 'x'.repeat(400), note: `${'long '.repeat(300)}` },
    };
    const [picture] = picturesOf({ ...EXAMPLE, events: [endless] });
    expect(picture?.rows[0]?.beside).toHaveLength(3);
    expect(picture?.rows[0]?.label).toMatch(/…$/);
  });

  it('shows from when to when an agency holds a task, over the end of a page', () => {
    const holding = picturesOf(EXAMPLE).map((picture) => picture.holding.length);
    expect(holding.every((count) => count > 0)).toBe(true);
    const [only] = picturesOf({ ...EXAMPLE, events: ['requested', 'received', 'rejected'].map(first) });
    expect(only?.holding).toEqual([]);
  });

  it('shows a clock of the law as a band, with a mark where three quarters of its time are gone', () => {
    const bands = picturesOf(EXAMPLE).map((picture) =>
      picture.clocks.find(({ label }) => label.startsWith('s136 detention')),
    );
    expect(bands[0]?.top).toBeGreaterThan(SIZE.head);
    expect(bands[1]?.top).toBe(SIZE.head);
    const marked = bands.at(-1);
    expect(marked?.marks.map(({ percent }) => percent)).toEqual([75]);
    expect(bands.flatMap((band) => band?.marks ?? [])).toHaveLength(1);
  });

  it('is said in plain words for every type, also for one that nobody knows', () => {
    const words = EXAMPLE.events.map((event) => wordsOfEvent(event).says);
    expect(words).toContain('moon risen');
    expect(words.join('\n')).not.toMatch(/undefined|\[object|null/);
    expect(wordsOfEvent(first('overdue')).says).toBe('deadline missed: to keep a promise');
    expect(wordsOfEvent(first('escalated'))).toEqual({
      tone: 'move',
      says: 'escalates: all declined',
      beside: 'calls in the Trust, on-call manager; Police, duty inspector',
    });
    expect(
      wordsOfEvent({ ...first('informed'), items: { values: ['Name'], reasons: [], held: ['Phone'] } }).says,
    ).toBe('tells: Name; that it holds back Phone');
    expect(wordsOfEvent({ ...first('moon-risen'), type: 'constructor' }).says).toBe('constructor');
  });
});
