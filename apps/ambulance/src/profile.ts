import type { AgencyProfile } from '#agency';

/** Wealdmere Ambulance Service: desks where someone sees a new request at once, day and night. */
export const PROFILE: AgencyProfile = {
  code: 'ambulance',
  staffedDesks: ['emergency-operations-centre', 'clinical-desk'],
};
