import { runAgency } from '#agency';
import { PROFILE } from './profile.js';
import { AmbulanceReactions } from './reactions.controller.js';

await runAgency({ profile: PROFILE, reactions: [AmbulanceReactions] });
