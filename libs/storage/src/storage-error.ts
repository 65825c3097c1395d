/** What can go wrong between a service and its database; `CANNOT_SCRUB`: the server keeps bytes of deleted rows. */
export type StorageFault = 'UNAVAILABLE' | 'CONFLICT' | 'CANNOT_SCRUB';

/** A fault of the database: away, another transaction won, or a setting in the way. Trying again makes sense for each. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly retry = true;

  constructor(
    readonly code: StorageFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
