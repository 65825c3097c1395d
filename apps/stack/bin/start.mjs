/** `npm start`: prepares the clone and runs src/main.ts with the given arguments. */
import { launch } from './launch.mjs';

await launch('main');
