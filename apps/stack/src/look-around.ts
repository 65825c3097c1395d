import { readFileSync } from 'node:fs';
import { PEOPLE } from '../../identity/src/people.js';
import type { RunningSystem } from './rehearsal/system.js';
import type { Stack } from './stack.js';

/** What to look at in a running system, and ready-made commands that show it. */
export function lookAround({ system, nats, postgres, credentials }: Stack): string[] {
  const [first] = Object.entries(system.agencies);
  const [code, agency] = first ?? ['', { url: '', token: '' }];
  const tokenOf = (member: string): string => `$(cat ${credentials.members[member]?.token ?? ''})`;
  const rows = [
    ...Object.entries(system.agencies).map(([name, { url }]) => [name, url]),
    ['audit', system.audit.url],
    ['keeper', system.keeper.url],
    ['NATS', `127.0.0.1:${nats.port}`],
    ['Postgres', `127.0.0.1:${postgres.port}`],
  ];
  return [
    '',
    'Addresses (loopback only)',
    ...rows.map(([name, address]) => `  ${(name ?? '').padEnd(16)}${address}`),
    '',
    'Look around',
    `  Tasks as ${code} sees them:`,
    `    curl -s -H "Authorization: Bearer ${tokenOf(code)}" ${agency.url}/tasks`,
    `  Its feed, live (server-sent events):`,
    `    curl -sN -H "Authorization: Bearer ${tokenOf(code)}" "${agency.url}/events?after=0"`,
    `  Who was told what, with leaf indexes (as an auditor):`,
    `    curl -s -H "Authorization: Bearer ${tokenOf('audit')}" "${system.audit.url}/disclosures?limit=20"`,
    `  The newest signed checkpoint of the log, with the agencies' cosignatures:`,
    `    curl -s -H "Authorization: Bearer ${tokenOf('audit')}" ${system.audit.url}/log/checkpoint`,
    `  What would they see now, on acceptance, never, if police asked? In a second terminal:`,
    `    npx concordat explain --from police/control-room --to mh-trust/street-triage --kind s136-consultation --urgency u2-within-hour`,
    `  Rehearse another case study, in a second terminal:`,
    `    npm run rehearse -- apps/stack/scenarios/03-s136-no-bed.yaml`,
    ...signInLines(system),
    '',
    'Ctrl-C stops everything.',
  ];
}

/** The console's address, and who can sign in there with which password. */
function signInLines({ console: face, identity }: RunningSystem): string[] {
  if (!face || !identity) return [];
  return [
    '',
    `The console, in a browser: ${face.url}`,
    `  Password of all demonstration users: ${readFileSync(identity.passwordFile, 'utf8')}`,
    ...PEOPLE.map(({ user, name, units = [] }) => {
      const bound = units.length > 0 ? `, for ${units.join(', ')}` : '';
      return `  ${user.padEnd(32)}${name}${bound}`;
    }),
  ];
}
