import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { LogLevel } from './config.js';

/**
 * JSON lines on standard output, each written before the call comes back: the sentence of a service that ends stays the last
 * line. Codes, counts and places only: whoever logs gives no content of a message.
 */
export const createLog = (level: LogLevel): Logger =>
  pino(
    { name: 'audit', level, base: { name: 'audit' }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ sync: true }),
  );

/** Nest's own lines in the same log: warnings and worse, without the objects that may come with them. */
export function nestLog(log: Logger): LoggerService {
  const text = (message: unknown): string =>
    typeof message === 'string' ? message : message instanceof Error ? message.name : typeof message;
  return {
    log: (message: unknown) => log.debug(text(message)),
    warn: (message: unknown) => log.warn(text(message)),
    error: (message: unknown) => log.error(text(message)),
  };
}

/** What may be logged of an error: its name, its code and where it was thrown, never its message. */
export function faultOf(error: unknown): { readonly fault: string; readonly code?: string } {
  if (!(error instanceof Error)) return { fault: typeof error };
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const known = code ?? driverError?.code;
  return {
    fault: error.name,
    ...(known === undefined ? {} : { code: typeof known === 'string' ? known : typeof known }),
  };
}
