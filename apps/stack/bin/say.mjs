/**
 * Tells a person what is going on: plain lines, and steps that show they are still alive.
 * On a terminal a running step is one line that ticks; elsewhere it is a plain line every few seconds.
 * Depends on Node alone, since it speaks before any package is installed.
 */
const QUIET_MS = 5_000;
const TICK_MS = 200;

const seconds = (ms) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

/** A voice on one stream: `line(text)`, `step(text)` and `during(text, work)`; see `Say` in src/cli/say.ts. */
export function createSay(stream = process.stdout) {
  const running = new Set();
  const live = Boolean(stream.isTTY);
  let timer;

  const wipe = () => live && running.size > 0 && stream.write('\r\x1b[K');
  const tick = () => {
    const now = Date.now();
    if (live) return draw(now);
    for (const step of running) {
      if (now - step.spoke < QUIET_MS) continue;
      step.spoke = now;
      stream.write(`  ... ${step.text}: ${seconds(now - step.began)}\n`);
    }
  };
  const draw = (now) => {
    const [first] = running;
    if (first === undefined) return;
    const others = running.size > 1 ? ` (and ${running.size - 1} more)` : '';
    const text = `  ... ${first.text}${others}: ${seconds(now - first.began)}`;
    stream.write(`\r\x1b[K${text.slice(0, (stream.columns ?? 80) - 1)}`);
  };
  const line = (text) => {
    wipe();
    stream.write(`${text}\n`);
    if (live) draw(Date.now());
  };
  const end = (step, text) => {
    wipe();
    running.delete(step);
    if (running.size === 0) clearInterval(timer);
    stream.write(`${text} (${seconds(Date.now() - step.began)})\n`);
    if (live) draw(Date.now());
  };
  const step = (text) => {
    const step = { text, began: Date.now(), spoke: Date.now() };
    if (!live) stream.write(`${text} ...\n`);
    running.add(step);
    if (running.size === 1) timer = setInterval(tick, TICK_MS).unref();
    return {
      done: (result = 'done') => end(step, `${text}: ${result}`),
      fail: (result = 'failed') => end(step, `${text}: ${result}`),
    };
  };
  const during = async (text, work) => {
    const running = step(text);
    try {
      const result = await work();
      running.done();
      return result;
    } catch (error) {
      running.fail();
      throw error;
    }
  };
  return { line, step, during };
}
