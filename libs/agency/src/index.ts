export { AGENCY, type Agency, type AgencyProfile } from './agency.js';
export { CommandDesk } from './command-desk.js';
export { Composer, bodyHash, type Draft, type Place } from './composer.js';
export { readAgencyConfig, type AgencyConfig, type SystemToken } from './config.js';
export { receiveAtStaffedDesk } from './reactions.js';
export { runAgency } from './run-agency.js';
export { AgencyService, StartRefused } from './service.js';
export { LogWitness, witnessName } from './witness.js';
export type { Actor, Answer, Refused, Wish } from './wish.js';
