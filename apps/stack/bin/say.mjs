/**
 * Tells a person what is going on: plain lines, and steps that show they are still alive.
 * On a terminal a running step is one line that ticks; elsewhere it is a plain line every few seconds.
 * Depends on Node alone, since it speaks before any package is installed.
 */
const QUIET_MS = 5_000;
const TICK_MS = 200;
const CLEAR_LINE = '\r\x1b[K';

const seconds = (ms) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

class Voice {
  constructor(stream) {
    this.stream = stream;
    this.live = Boolean(stream.isTTY);
    this.running = new Set();
    // A reader that has gone (a closed terminal, `| head`) must not break an orderly stop.
    stream.on('error', () => undefined);
  }

  line(text) {
    this.wipe();
    this.stream.write(`${text}\n`);
    this.draw();
  }

  step(text) {
    const step = { text, began: Date.now(), spoke: Date.now() };
    if (!this.live) this.stream.write(`${text} ...\n`);
    this.running.add(step);
    if (this.running.size === 1) this.timer = setInterval(() => this.tick(), TICK_MS).unref();
    return {
      done: (result = 'done') => this.end(step, result),
      fail: (result = 'failed') => this.end(step, result),
    };
  }

  async during(text, work) {
    const step = this.step(text);
    try {
      const result = await work();
      step.done();
      return result;
    } catch (error) {
      step.fail();
      throw error;
    }
  }

  end(step, result) {
    this.wipe();
    this.running.delete(step);
    if (this.running.size === 0) clearInterval(this.timer);
    this.stream.write(`${step.text}: ${result} (${seconds(Date.now() - step.began)})\n`);
    this.draw();
  }

  tick() {
    if (this.live) return this.draw();
    const now = Date.now();
    for (const step of this.running) {
      if (now - step.spoke < QUIET_MS) continue;
      step.spoke = now;
      this.stream.write(`  ... ${step.text}: ${seconds(now - step.began)}\n`);
    }
  }

  wipe() {
    if (this.live && this.running.size > 0) this.stream.write(CLEAR_LINE);
  }

  draw() {
    const [first] = this.running;
    if (!this.live || first === undefined) return;
    const others = this.running.size > 1 ? ` (and ${this.running.size - 1} more)` : '';
    const text = `  ... ${first.text}${others}: ${seconds(Date.now() - first.began)}`;
    this.stream.write(`${CLEAR_LINE}${text.slice(0, (this.stream.columns || 80) - 1)}`);
  }
}

/** A voice on one stream: `line(text)`, `step(text)` and `during(text, work)`; see `Say` in src/cli/say.ts. */
export function createSay(stream = process.stdout) {
  return new Voice(stream);
}
