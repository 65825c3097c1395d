/** What can go wrong between a service and its database. */
export type StorageFault = 'UNAVAILABLE' | 'CONFLICT';

/** A fault of the database: away, or another transaction won. Trying again makes sense for both. */
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
