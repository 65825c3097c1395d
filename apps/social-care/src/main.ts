import { runAgency } from '#agency';
import { PROFILE } from './profile.js';
import { SocialCareReactions } from './reactions.controller.js';

await runAgency({ profile: PROFILE, reactions: [SocialCareReactions] });
