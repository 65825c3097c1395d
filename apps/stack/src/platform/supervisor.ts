import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Say } from '../cli/say.js';
import type { Home } from './home.js';
import { PlatformError, reasonOf } from './platform-error.js';
import { ended, type ServiceSpec, spawnService, untilHealthy } from './services.js';

const GRACE_MS = 8_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const STEADY_MS = 60_000;

/** What a supervisor works with. */
export interface SupervisorOptions {
  readonly home: Home;
  readonly say: Say;
  /** Start a service again when it ends by itself, after a pause that doubles from 0.5 s to 30 s. Default: false. */
  readonly restartCrashed?: boolean;
}

/** A service as it stands now; `pid` is undefined while it does not run. */
export interface ServiceStatus {
  readonly name: string;
  readonly port: number;
  readonly pid: number | undefined;
  readonly log: string;
  /** How often it was started again after it ended by itself. */
  readonly crashes: number;
}

interface Managed {
  readonly spec: ServiceSpec;
  readonly log: string;
  child: ChildProcess | undefined;
  /** False once someone asked it to stop: its end is then no crash. */
  wanted: boolean;
  crashes: number;
  pauseMs: number;
  startedAt: number;
}

/** Starts, watches and stops service processes. None of them outlives this process, however it ends. */
export class Supervisor {
  private readonly services = new Map<string, Managed>();

  constructor(private readonly options: SupervisorOptions) {}

  /** Starts a service and waits until it is healthy. Throws `SERVICE_DID_NOT_START`; the process is then gone. */
  async start(spec: ServiceSpec): Promise<ServiceStatus> {
    if (this.services.get(spec.name)?.child !== undefined) {
      throw new PlatformError('IN_USE', `The service ${spec.name} already runs.`);
    }
    const log = join(this.options.home.logs, `${spec.name}.log`);
    const managed: Managed = {
      spec,
      log,
      child: undefined,
      wanted: true,
      crashes: 0,
      pauseMs: FIRST_PAUSE_MS,
      startedAt: 0,
    };
    this.services.set(spec.name, managed);
    await this.options.say.during(`Starting ${spec.name} on port ${spec.port}`, () => this.run(managed));
    return this.status(spec.name);
  }

  /** Starts services side by side; if one fails the others are left to finish starting, then the first fault is thrown. */
  async startAll(specs: readonly ServiceSpec[]): Promise<readonly ServiceStatus[]> {
    const results = await Promise.allSettled(specs.map((spec) => this.start(spec)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    return specs.map((spec) => this.status(spec.name));
  }

  /** Asks a service to stop (SIGTERM), kills it after 8 s, and waits for its end. Stopping a stopped one does nothing. */
  async stop(name: string): Promise<void> {
    const managed = this.find(name);
    managed.wanted = false;
    const child = managed.child;
    if (child === undefined) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await ended(child);
    clearTimeout(timer);
  }

  /** Stops every service, side by side. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.services.keys()].map((name) => this.stop(name)));
  }

  /**
   * Sends a signal, by default SIGKILL, and waits for the end (not after SIGSTOP and SIGCONT). The service stays down until
   * `restart`, unless `restartCrashed` is on: then this is a crash like any other.
   */
  async kill(name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.find(name).child;
    if (child === undefined) return;
    child.kill(signal);
    if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await ended(child);
  }

  /** Stops a service if it runs, and starts it with the same settings. Throws like `start`. */
  async restart(name: string): Promise<ServiceStatus> {
    const managed = this.find(name);
    await this.stop(name);
    managed.wanted = true;
    await this.run(managed);
    return this.status(name);
  }

  /** How a service stands now. Throws `UNKNOWN_SERVICE`. */
  status(name: string): ServiceStatus {
    const { spec, child, log, crashes } = this.find(name);
    return { name, port: spec.port, pid: child?.pid, log, crashes };
  }

  /** How all services stand now, in the order in which they were started. */
  all(): readonly ServiceStatus[] {
    return [...this.services.keys()].map((name) => this.status(name));
  }

  private find(name: string): Managed {
    const managed = this.services.get(name);
    if (managed === undefined)
      throw new PlatformError('UNKNOWN_SERVICE', `There is no service ${name} in this run.`);
    return managed;
  }

  private async run(managed: Managed): Promise<void> {
    const child = spawnService(managed.spec, managed.log);
    managed.child = child;
    managed.startedAt = Date.now();
    let healthy = false;
    const gone = (): void => {
      if (managed.child === child) managed.child = undefined;
      if (healthy && managed.wanted && this.options.restartCrashed === true) void this.revive(managed);
    };
    child.once('exit', gone);
    child.once('error', gone);
    try {
      await untilHealthy(managed.spec, child, managed.log);
      healthy = true;
    } catch (error) {
      child.kill('SIGKILL');
      await ended(child);
      throw error;
    }
  }

  /** Starts a crashed service again and again, with growing pauses, until it runs or someone asked it to stop. */
  private async revive(managed: Managed): Promise<void> {
    if (Date.now() - managed.startedAt > STEADY_MS) managed.pauseMs = FIRST_PAUSE_MS;
    while (managed.wanted) {
      managed.crashes += 1;
      this.options.say.line(
        `${managed.spec.name} ended by itself; starting it again in ${managed.pauseMs / 1000} s.`,
      );
      await pause(managed.pauseMs, undefined, { ref: false });
      managed.pauseMs = Math.min(managed.pauseMs * 2, LONGEST_PAUSE_MS);
      if (!managed.wanted || managed.child !== undefined) return;
      try {
        await this.run(managed);
        return;
      } catch (error) {
        this.options.say.line(reasonOf(error));
      }
    }
  }
}
