import { runAgency } from '#agency';
import { PROFILE } from './profile.js';
import { MhTrustReactions } from './reactions.controller.js';

await runAgency({ profile: PROFILE, reactions: [MhTrustReactions] });
