/** `npm run rehearse`: prepares the clone and runs src/rehearse.ts with the given arguments. */
import { launch } from './launch.mjs';

await launch('rehearse');
