/** A service that a page needs does not answer, or answers that it cannot. */
export class ServiceAway extends Error {
  override readonly name = 'ServiceAway';

  /**
   * `service` is called as a person calls it: "the service of police". `busy` is what it says itself where it cannot do just now
   * what was asked of it (503), for people.
   */
  constructor(
    readonly service: string,
    readonly busy?: string,
  ) {
    super(`${service} is away`);
  }
}
