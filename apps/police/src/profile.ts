import type { AgencyProfile } from '#agency';

/** Wealdmere Police: desks where someone sees a new request at once, day and night. */
export const PROFILE: AgencyProfile = { code: 'police', staffedDesks: ['control-room'] };
