import type { ConsoleConfig } from './config.js';

/** The configuration, to be injected. */
export class Settings {
  constructor(readonly config: ConsoleConfig) {}
}
