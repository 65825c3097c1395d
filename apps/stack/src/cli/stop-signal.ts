/** The signals by which a person or a system asks a run to end. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Why a run ends. */
export type StopSignal = (typeof SIGNALS)[number];

/**
 * Resolves at the first signal that asks this process to end; from the call on, none of them ends it by itself. A second
 * signal is passed to `impatient`, which should leave at once: what this process started ends with it (see platform/README.md).
 */
export function untilStopSignal(impatient: () => void = () => process.exit(130)): Promise<StopSignal> {
  return new Promise((resolve) => {
    let asked = false;
    // Servers and signal handlers alone do not keep a process alive: without this, waiting would end it.
    const awake = setInterval(() => undefined, 60_000);
    const hear = (signal: StopSignal): void => {
      if (asked) return impatient();
      asked = true;
      clearInterval(awake);
      resolve(signal);
    };
    for (const signal of SIGNALS) process.on(signal, () => hear(signal));
  });
}
