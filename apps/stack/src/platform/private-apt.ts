import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './processes.js';

/** Longest that apt may take for its lists or for packages, in ms. */
export const APT_LIMIT_MS = 120_000;

/**
 * A private apt root under `dir`: own lists and cache, and own sources where `source` gives them, else the machine's. It takes
 * from the machine's settings only how to reach and judge its mirror (proxies, certificates, validity), so neither /etc/apt
 * nor the machine's lists, caches and hooks are touched. Gives the environment in which apt works on it, as any user.
 */
export async function privateApt(dir: string, source?: string): Promise<NodeJS.ProcessEnv> {
  const path = (name: string): string => join(dir, name);
  for (const name of ['lists/partial', 'cache/archives/partial', 'parts'])
    mkdirSync(path(name), { recursive: true });
  if (source !== undefined) writeFileSync(path('sources.list'), source);
  const network = (await runCommand('apt-config', ['dump'])).output
    .split('\n')
    .filter((line) => /^Acquire::(?!IndexTargets|Languages|Changelogs)[^ ]*[^: ] "/.test(line));
  const settings = [
    ...network,
    `Dir::Etc::Main "/dev/null";`,
    `Dir::Etc::Parts "${path('parts')}";`,
    ...(source === undefined
      ? []
      : [`Dir::Etc::SourceList "${path('sources.list')}";`, `Dir::Etc::SourceParts "-";`]),
    `Dir::State::Lists "${path('lists')}";`,
    `Dir::Cache "${path('cache')}";`,
    `APT::Sandbox::User "root";`,
    `APT::Install-Recommends "false";`,
    `Debug::NoLocking "true";`,
    `Acquire::Languages "none";`,
    `Acquire::Retries "0";`,
    `Acquire::http::Timeout "8";`,
    `Acquire::https::Timeout "8";`,
  ];
  writeFileSync(path('apt.conf'), `${settings.join('\n')}\n`);
  return { ...process.env, APT_CONFIG: path('apt.conf'), LC_ALL: 'C' };
}

/** What apt says may hold the mirror's address: only the kind of trouble is passed on. */
export function aptTrouble(output: string): string {
  if (/resolve|connect|timed? ?out|unreachable/i.test(output)) return 'the mirror could not be reached';
  if (/NO_PUBKEY|not signed|signature/i.test(output)) return "the mirror's signature could not be checked";
  if (/404|does not have a Release file|Unable to locate|no installation candidate/i.test(output))
    return 'the mirror has no such suite or package';
  return 'apt failed';
}
