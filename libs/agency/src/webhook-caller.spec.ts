import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { cloudEventOf, pauseAfter, signWebhook } from './webhook-caller.js';

describe('a webhook call', () => {
  const message = { id: 'msg_1', timestamp: 1_700_000_000, body: '{"a":"ü"}' };
  const signed = (key: Buffer): string =>
    `v1,${createHmac('sha256', key).update(`msg_1.1700000000.${message.body}`).digest('base64')}`;

  it('is signed over id, time and body with the secret, as text or in the form of Standard Webhooks', () => {
    const text = 'a secret of more than 32 characters';
    const bytes = Buffer.from('0123456789abcdef0123456789abcdef');
    expect(signWebhook(message, text)).toBe(signed(Buffer.from(text)));
    expect(signWebhook(message, `whsec_${bytes.toString('base64')}`)).toBe(signed(bytes));
  });

  it('carries one CloudEvent: the signed event, what was opened, the task, and the words of both sides', () => {
    const event = {
      specversion: '1.0',
      id: 'e1',
      type: 't',
      source: '/police/control-room',
      data: { kind: 'k' },
    };
    const payload = {
      event,
      content: { note: 'n' },
      sequence: 2 ** 41 + 1,
      recordedAt: new Date(0),
      task: { status: 's' },
    };
    expect(cloudEventOf({ payload }, { unit: 'u' })).toEqual({
      specversion: '1.0',
      id: 'e1',
      type: 't',
      source: '/police/control-room',
      ledgersequence: '2199023255553',
      recordedat: new Date(0),
      data: { kind: 'k', content: { note: 'n' }, task: { status: 's' }, words: { unit: 'u' } },
    });
  });

  it('that failed is made again later and later, and calls spread', () => {
    expect([1, 2, 3, 4].map((failures) => pauseAfter(failures, 0))).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(pauseAfter(3, 1)).toBe(2_000);
    expect(pauseAfter(30, 0)).toBe(300_000);
  });
});
