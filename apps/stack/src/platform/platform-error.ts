/** Every way in which the platform can fail to give what was asked. */
export type PlatformErrorCode =
  | 'NATS_SERVER_NOT_FOUND'
  | 'POSTGRES_NOT_FOUND'
  | 'CHROMIUM_NOT_FOUND'
  | 'IN_USE'
  | 'SERVER_DID_NOT_START'
  | 'SERVICE_DID_NOT_START'
  | 'UNKNOWN_SERVICE'
  | 'BAD_NAME'
  | 'NO_FREE_PORT';

/** A fault of the platform; `message` is for a person and says what can be done, `code` is for programs. */
export class PlatformError extends Error {
  constructor(
    readonly code: PlatformErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'PlatformError';
  }
}

/** What a caught error says, in one line or more; errors of another realm (a test's sandbox) are no `instanceof Error`. */
export function reasonOf(error: unknown): string {
  const said = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(said);
}
