import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHome, type Home } from '../platform/home.js';
import type { Ports } from '../stack.js';

/** First choices of ports for a bench, apart from those of a system that somebody looks at. */
export const BENCH_PORTS: Ports = { nats: 24_322, postgres: 25_433, http: 24_400 };

/** Gives `work` a home in a temporary folder, which is removed when it is over, however it ends. */
export async function inBenchHome<T>(work: (home: Home) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'concordat-bench-'));
  // PostgreSQL runs as another user when root starts it, and must be able to walk through.
  chmodSync(dir, 0o711);
  try {
    return await work(openHome(dir));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
