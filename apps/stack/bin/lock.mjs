/**
 * One run at a time may change what all runs share (node_modules, dist). The lock is a file that holds a process id.
 * A lock whose process is gone, or that nobody has touched for a minute, is taken over.
 */
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const TOUCH_MS = 5_000;
const STALE_MS = 60_000;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The process id in the lock file, or undefined when there is no lock. */
function holderOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    const fresh = Date.now() - statSync(file).mtimeMs < STALE_MS;
    return { pid, live: fresh && pid > 0 && isAlive(pid) };
  } catch {
    return undefined;
  }
}

/** Makes the lock file whole in one step: a link appears with its content, a plain create would be empty for a moment. */
function tryTake(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Moves a dead lock aside. Two runs may try at once: the one that moved a live lock by mistake puts it back. */
function moveAside(file, deadPid) {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
    if (Number(readFileSync(aside, 'utf8')) !== deadPid) linkSync(aside, file);
  } catch {
    // Another run was quicker; the next round sees its lock.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Runs `work` while holding the lock. If another run holds it, `waiting(pid)` is called once and gives a step to end. */
export async function withLock(file, waiting, work) {
  mkdirSync(dirname(file), { recursive: true });
  let step;
  while (!tryTake(file)) {
    const holder = holderOf(file);
    if (holder !== undefined && !holder.live) moveAside(file, holder.pid);
    if (holder?.live) step ??= waiting(holder.pid);
    await pause(100);
  }
  step?.done();
  const touch = setInterval(() => utimesSync(file, new Date(), new Date()), TOUCH_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(touch);
    if (holderOf(file)?.pid === process.pid) rmSync(file, { force: true });
  }
}
