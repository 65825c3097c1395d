import type { AgencyProfile } from '#agency';

/** Fallowbrook General Hospital: desks where someone sees a new request at once, day and night. */
export const PROFILE: AgencyProfile = {
  code: 'acute-hospital',
  staffedDesks: ['emergency-department', 'site-management'],
};
