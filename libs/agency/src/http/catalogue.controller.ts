import { Controller, Get, Inject } from '@nestjs/common';
import { AGENCY, type Agency } from '../agency.js';
import { FromCaller, type Caller } from './caller.js';
import { catalogueOf, type Catalogue } from './catalogue.js';

/** What this agency may ask of the others. */
@Controller('catalogue')
export class CatalogueController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /**
   * All that somebody needs to fill in a request: the kinds that this agency may ask for, its own grades, the items with the
   * reasons why one has no value, and whom it may ask. By the newest directory; nothing of a person.
   */
  @Get()
  catalogue(@FromCaller() { units }: Caller): Catalogue {
    const { config, profile } = this.agency;
    const { modes } = config;
    return catalogueOf({ directory: this.agency.directory(), agency: profile.code, modes, units });
  }
}
