import { describe, expect, it } from '@jest/globals';
import { ownPath } from './own-path.js';
import { signInAddress } from './sign-in-needed.js';

describe('the page to come back to', () => {
  it.each(['/board', '/board?status=requested&unit=custody', '/tasks/0198', '/'])('may be %s', (path) => {
    expect(ownPath(path)).toBe(path);
  });

  it.each([
    undefined,
    ['/board'],
    '',
    'board',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/..//evil.example',
    '/\tevil',
    '/böard',
    'javascript:alert(1)',
    '/sign-out',
    '/sign-in?to=/board',
    '/signed-out',
    `/${'a'.repeat(2_001)}`,
  ])('is the start instead of %j', (given) => {
    expect(ownPath(given)).toBe('/');
  });

  it('is the page that was asked for, but not the answer to a form', () => {
    expect(signInAddress({ method: 'GET', url: '/board?a=1' })).toBe('/sign-in?to=%2Fboard%3Fa%3D1');
    expect(signInAddress({ method: 'POST', url: '/tasks' })).toBe('/sign-in');
  });
});
