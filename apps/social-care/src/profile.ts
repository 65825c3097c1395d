import type { AgencyProfile } from '#agency';

/** Wealdmere County Council: desks where someone sees a new request at once, day and night. */
export const PROFILE: AgencyProfile = { code: 'social-care', staffedDesks: ['amhp-service'] };
