import { runAgency } from '#agency';
import { PROFILE } from './profile.js';

await runAgency({ profile: PROFILE, reactions: [] });
