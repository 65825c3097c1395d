import type { AgencyProfile } from '#agency';

/** Lantern Safe Haven: no desk is staffed all the time, so a person says that a request was seen. */
export const PROFILE: AgencyProfile = { code: 'voluntary', staffedDesks: [] };
