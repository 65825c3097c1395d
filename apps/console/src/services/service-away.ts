/** A service that a page needs does not answer, or answers that it cannot. */
export class ServiceAway extends Error {
  override readonly name = 'ServiceAway';

  /** `service` is called as a person calls it: "the service of police". */
  constructor(readonly service: string) {
    super(`${service} is away`);
  }
}
