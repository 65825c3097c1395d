/** What can go wrong between a member and the broker. */
export type MessagingFault = 'UNREACHABLE' | 'NOT_PERMITTED' | 'TIMED_OUT' | 'REFUSED';

/** A fault of the transport: the broker is away, slow, or says no. `retry` tells whether trying again makes sense. */
export class MessagingError extends Error {
  override readonly name = 'MessagingError';

  constructor(
    readonly code: MessagingFault,
    message: string,
    readonly retry: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
