import { runAgency } from '#agency';
import { PROFILE } from './profile.js';
import { PoliceReactions } from './reactions.controller.js';

await runAgency({ profile: PROFILE, reactions: [PoliceReactions] });
