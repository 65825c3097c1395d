import { describe, expect, it } from '@jest/globals';
import { EXAMPLE_WORDS as words } from '../../../test/example-words.js';
import { readProofFile } from './proof-file.js';
import { proofView } from './proof-view.js';

const EVENT = {
  type: 'concordat.task.rejected.v1',
  source: '/police/control-room',
  time: '2026-11-26T03:48:05Z',
  subject: 't1',
};
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWS = `${part({ alg: 'EdDSA' })}.${part(EVENT)}.c2ln`;
const PROOF = [
  'c2sp.org/tlog-proof@v1',
  `extra ${Buffer.from(JWS).toString('base64')}`,
  'index 5',
  'aGFzaDE=',
  'aGFzaDI=',
  '',
  'concordat/log/1',
  '7',
  'cm9vdA==',
  '',
  '— concordat/log/1 c2ln',
  '— concordat/witness/police c2ln',
  '',
].join('\n');

describe('a proof file', () => {
  it('is taken apart to be shown', () => {
    expect(readProofFile(PROOF)).toEqual({
      index: 5,
      event: EVENT,
      path: ['aGFzaDE=', 'aGFzaDI='],
      origin: 'concordat/log/1',
      size: 7,
      root: 'cm9vdA==',
      signers: ['concordat/log/1', 'concordat/witness/police'],
    });
  });

  it.each(['', 'hello', PROOF.replace('index 5', 'index x'), PROOF.replace(/extra \S+/, 'extra aGk=')])(
    'is no other text',
    (text) => {
      expect(readProofFile(text)).toBeUndefined();
    },
  );

  it('is shown with who says what, the witnesses, and the way to the story of its task', () => {
    const view = proofView({ body: PROOF, leaf: 9 }, 'keys\n', { words, person: { role: 'auditor' } });
    expect(view).toMatchObject({
      what: 'Declines',
      said: { by: 'Wealdmere Police, control room' },
      checkpoint: { size: 7, witnesses: ['concordat/witness/police'] },
      story: '/audit/tasks/t1',
      proof: PROOF,
      keys: 'keys\n',
    });
    expect(() => proofView({ body: 'hello' }, '', { words, person: { role: 'auditor' } })).toThrow();
  });
});
