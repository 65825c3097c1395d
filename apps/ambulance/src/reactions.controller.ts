import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { AGENCY, receiveAtStaffedDesk, type Agency } from '#agency';
import { LEDGER } from '#messaging';
import type { LedgerEntry } from '#storage';

/** What this agency's service does by itself when the ledger brings something. */
@Controller()
export class AmbulanceReactions {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** A request to a staffed desk counts as seen. */
  @EventPattern('concordat.task.requested.v1', LEDGER)
  async requested(@Payload() entry: LedgerEntry): Promise<void> {
    await receiveAtStaffedDesk(this.agency, entry);
  }
}
