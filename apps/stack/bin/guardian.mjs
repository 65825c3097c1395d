/**
 * Owns one server that cannot watch its parent (nats-server, PostgreSQL). It starts the server, reports its process id,
 * and ends it when asked or when its own standard input closes: the system closes that pipe when the parent is gone,
 * also when the parent was killed with -9. Argument: one JSON object, see `GuardedSpec` in src/platform/guarded.ts.
 */
import { spawn } from 'node:child_process';
import { openSync, rmSync, writeFileSync } from 'node:fs';

const { command, args, cwd, env, owner, log, pidFile, stopSignal, graceMs } = JSON.parse(process.argv[2]);
const out = openSync(log, 'a');
const tell = (message) => process.connected && process.send(message, () => undefined);

const server = spawn(command, args, { cwd, env, ...owner, stdio: ['ignore', out, out] });
let stopping = false;

function stop() {
  if (stopping) return;
  stopping = true;
  server.kill(stopSignal);
  setTimeout(() => server.kill('SIGKILL'), graceMs);
}

server.on('spawn', () => {
  writeFileSync(pidFile, JSON.stringify({ guardian: process.pid, server: server.pid }));
  tell({ pid: server.pid });
});
server.on('error', (error) => {
  tell({ error: error.message });
  setTimeout(() => process.exit(1), 50);
});
server.on('exit', (code, signal) => {
  rmSync(pidFile, { force: true });
  tell({ code, signal });
  setTimeout(() => process.exit(0), 50);
});

process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('SIGHUP', () => undefined);
