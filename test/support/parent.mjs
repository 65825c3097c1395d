/** A parent that a test kills: starts what its argument names, prints the process ids as JSON, and stays. */
import { spawn } from 'node:child_process';

const { guardian, spec, service } = JSON.parse(process.argv[2]);
const guarded = spawn(process.execPath, [guardian, JSON.stringify(spec)], {
  detached: true,
  stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
});
const child = spawn(process.execPath, ['-e', service], {
  detached: true,
  stdio: ['pipe', 'ignore', 'inherit'],
});
guarded.on('message', ({ pid }) => pid && console.log(JSON.stringify([guarded.pid, pid, child.pid])));
