import { setTimeout as pause } from 'node:timers/promises';

/** What `promise` gives; throws, naming `what`, when it takes longer than `ms`. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const cancel = new AbortController();
  const late = pause(ms, undefined, { signal: cancel.signal }).then(() => {
    throw new Error(`not within ${ms / 1000} s: ${what}`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel.abort();
  }
}

/**
 * Asks again and again until the answer is neither undefined nor false, and gives it. Throws after `ms`, with the last
 * answer or error. A look that throws counts as no.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  ms = 60_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    let last: unknown;
    try {
      const answer = await look();
      if (answer !== undefined && answer !== false) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`not within ${ms / 1000} s: ${what} (${String(last)})`);
    await pause(50);
  }
}
