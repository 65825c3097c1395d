import { resolve } from 'node:path';
import { repositoryRoot } from '../platform/home.js';
import { concordat } from './concordat.js';

const write =
  (stream: NodeJS.WriteStream) =>
  (line: string): void => {
    stream.write(`${line}\n`);
  };

// A reader that has gone (`| head`) is no fault of the call.
process.stdout.on('error', () => undefined);

const root = repositoryRoot();
const here = process.cwd();
const code = await concordat(process.argv.slice(2), {
  out: write(process.stdout),
  err: write(process.stderr),
  now: Date.now,
  // npm runs scripts in the repository's top folder, and says where its caller stood.
  cwd: here === root ? (process.env['INIT_CWD'] ?? here) : here,
  home: resolve(root, process.env['CONCORDAT_HOME'] ?? '.concordat'),
});
// Sockets that are being closed must not hold up a script that waits for the end; what was written must still get out.
process.stdout.write('', () => process.exit(code));
