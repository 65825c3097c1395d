import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { APT_LIMIT_MS, aptTrouble, privateApt } from './private-apt.js';
import { runCommand } from './processes.js';

/**
 * Takes Chromium out of the distribution's packages into `dir`, with every library and font that this machine lacks for it,
 * and gives the path of a program that starts it. Works as an ordinary user and installs nothing on the machine. Throws
 * with a reason for a person, which never names the mirror.
 */
export async function chromiumFromApt(dir: string): Promise<string> {
  const options = { env: await privateApt(dir), cwd: dir, timeoutMs: APT_LIMIT_MS };
  const update = await runCommand('apt-get', ['update', '-q', '--error-on=any'], options);
  if (update.code === undefined) throw new Error('this system has no apt, or it did not end in time');
  if (update.code !== 0) throw new Error(aptTrouble(update.output));
  const wanted = ['install', '-q', '-y', '--download-only', 'chromium', 'fonts-dejavu-core'];
  const got = await runCommand('apt-get', wanted, options);
  if (got.code !== 0) throw new Error(aptTrouble(got.output));
  const archives = join(dir, 'cache', 'archives');
  const root = join(dir, 'root');
  mkdirSync(root);
  for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    const unpack = await runCommand('dpkg-deb', ['-x', join(archives, file), root], { timeoutMs: 60_000 });
    if (unpack.code !== 0) throw new Error('a package could not be unpacked');
  }
  const program = join(root, 'usr', 'lib', 'chromium', 'chromium');
  if (!existsSync(program)) throw new Error("the distribution's package holds no Chromium");
  return starter(dir, root, program);
}

/** A script that starts the program with the libraries and fonts beside it, wherever the folder lies. */
function starter(dir: string, root: string, program: string): string {
  const fonts = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    '<fontconfig>',
    '<dir prefix="relative">root/usr/share/fonts</dir>',
    '<dir>/usr/share/fonts</dir>',
    '<cachedir prefix="xdg">fontconfig</cachedir>',
    '</fontconfig>',
  ];
  writeFileSync(join(dir, 'fonts.conf'), `${fonts.join('\n')}\n`);
  const libraries = libraryFolders(root).map((folder) => `$here/${relative(dir, folder)}`);
  const lines = [
    '#!/bin/sh',
    'here=$(dirname "$(readlink -f "$0")")',
    `LD_LIBRARY_PATH="${libraries.join(':')}"`,
    'FONTCONFIG_FILE="$here/fonts.conf"',
    'export LD_LIBRARY_PATH FONTCONFIG_FILE',
    `exec "$here/${relative(dir, program)}" "$@"`,
  ];
  const file = join(dir, 'chromium');
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Every folder with a library in it: some look for others in a folder of their own. */
function libraryFolders(root: string): readonly string[] {
  const entries = readdirSync(root, { recursive: true }).map(String);
  const libraries = entries.filter((name) => /\.so(\.\d+)*$/.test(name));
  return [...new Set(libraries.map((name) => dirname(join(root, name))))].sort();
}
