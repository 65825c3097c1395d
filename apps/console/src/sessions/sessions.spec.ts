import { describe, expect, it } from '@jest/globals';
import { COOKIE, cookieFor, sessionIdIn } from './cookie.js';
import { Sessions } from './sessions.js';

const PERSON = { subject: 'a7', name: 'Nell Osgood', role: 'duty-manager', agency: 'police' } as const;
const TOKENS = { accessToken: 'a', refreshToken: 'r', idToken: 'i', expiresAt: 1 };
const SIGNED_IN = { person: PERSON, tokens: TOKENS };
const HOUR = 3_600_000;

function opened() {
  const clock = { now: 1_000_000 };
  const sessions = new Sessions({ idleMs: HOUR / 2, lastsMs: 12 * HOUR }, () => clock.now);
  const { id, session } = sessions.begin();
  return { clock, sessions, id, session };
}

describe('a session', () => {
  it('gets another id and another form token with signing in, and the old id is dead', () => {
    const { sessions, id, session } = opened();
    const renewed = sessions.renew(id, SIGNED_IN);
    expect(renewed.id).not.toBe(id);
    expect(renewed.session.csrf).not.toBe(session.csrf);
    expect(sessions.find(id, true)).toBeUndefined();
    expect(sessions.find(renewed.id, true)?.person).toEqual(PERSON);
  });

  it('ends when nothing is done for as long as that, which a page that asks by itself does not change', () => {
    const { clock, sessions, id } = opened();
    const renewed = sessions.renew(id, SIGNED_IN);
    clock.now += HOUR / 2 - 1;
    expect(sessions.find(renewed.id, true)).toBeDefined();
    clock.now += HOUR / 2 - 1;
    expect(sessions.find(renewed.id, false)).toBeDefined();
    clock.now += 1;
    expect(sessions.find(renewed.id, true)).toBeUndefined();
    clock.now -= HOUR;
    expect(sessions.find(renewed.id, true)).toBeUndefined();
  });

  it('ends at its latest time, whatever is done', () => {
    const { clock, sessions, id } = opened();
    const renewed = sessions.renew(id, SIGNED_IN);
    for (let at = 0; at < 47; at += 1) {
      clock.now += HOUR / 4;
      expect(sessions.find(renewed.id, true)).toBeDefined();
    }
    clock.now += HOUR / 4;
    expect(sessions.find(renewed.id, true)).toBeUndefined();
  });

  it('without a person lasts a quarter of an hour, and signing out ends any at once', () => {
    const { clock, sessions, id } = opened();
    clock.now += HOUR / 4;
    expect(sessions.find(id, true)).toBeUndefined();
    const other = sessions.begin();
    sessions.end(other.id);
    expect(sessions.find(other.id, true)).toBeUndefined();
  });

  it('of a browser that never signs in makes room for others: thousands of them do not pile up', () => {
    const { clock, sessions, id } = opened();
    const kept = sessions.renew(id, SIGNED_IN);
    const first = sessions.begin();
    for (let at = 0; at < 5_100; at += 1) {
      clock.now += 1;
      if (at % 50 === 0 || at > 5_000) sessions.begin();
    }
    expect(sessions.find(first.id, false)).toBeDefined();
    for (let at = 0; at < 5_000; at += 1) sessions.begin();
    expect(sessions.find(first.id, false)).toBeUndefined();
    expect(sessions.find(kept.id, false)).toBeDefined();
  }, 60_000);
});

describe('the cookie', () => {
  it('carries the id among others, and nothing that has not its form', () => {
    const id = 'a'.repeat(43);
    expect(cookieFor(id)).toBe(`${COOKIE}=${id}; Path=/; Secure; HttpOnly; SameSite=Lax`);
    expect(sessionIdIn(`other=1; ${COOKIE}=${id}; more=2`)).toBe(id);
    for (const none of [undefined, '', `${COOKIE}=short`, `x${COOKIE}=${id}`, `${COOKIE}=${id}a`])
      expect(sessionIdIn(none)).toBeUndefined();
  });
});
