import type { AgencyProfile } from '#agency';

/** Wealdmere Mental Health NHS Trust: desks where someone sees a new request at once, day and night. */
export const PROFILE: AgencyProfile = {
  code: 'mh-trust',
  staffedDesks: ['single-point-of-access', 'crisis-team'],
};
