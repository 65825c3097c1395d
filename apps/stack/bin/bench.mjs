/** `npm run bench`: prepares the clone and runs src/bench.ts with the given arguments. */
import { launch } from './launch.mjs';

await launch('bench');
