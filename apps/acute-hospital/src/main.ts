import { runAgency } from '#agency';
import { PROFILE } from './profile.js';
import { AcuteHospitalReactions } from './reactions.controller.js';

await runAgency({ profile: PROFILE, reactions: [AcuteHospitalReactions] });
