import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from './platform-error.js';
import { runCommand } from './processes.js';

/** The release that is fetched where no newer server is found on the machine. */
const VERSION = '2.14.6';

/**
 * SHA-256 of the release archives, by platform. The Linux values stand in the official image's Dockerfile for 2.14.6; all
 * four stand in the release's SHA256SUMS. A platform without a value here is not downloaded.
 */
const ARCHIVE_SHA256: Readonly<Record<string, string>> = {
  'linux-amd64': '61c3d55f69f61ec616b75782250936445f2819e9e5f2ae6159b10a31abd2200c',
  'linux-arm64': '3ff6e463762db64186a36cf0276dae8320509e995151ad0153ba9c9f67eee3f9',
  'darwin-amd64': '239d4f3314334cc86cb12d7c252cf9b3461364451cc8ec5a39fb4915acd717c1',
  'darwin-arm64': '291b9aa8c342b3cdcc53d872585bd467de4b5c9acf375066d882eb5412a09d55',
};

/** A download that is silent for so long (ms) is given up: the next source is tried instead. */
const SILENCE_MS = 8_000;
const MAX_BYTES = 64 * 2 ** 20;

/** Reads a web resource; gives up after 8 s without an answer or without a further byte. */
async function download(url: string): Promise<Buffer> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), SILENCE_MS);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), SILENCE_MS);
      bytes += chunk.byteLength;
      if (bytes > MAX_BYTES) throw new Error('the answer is larger than any release');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (abort.signal.aborted) throw new Error(`no answer within ${SILENCE_MS / 1000} s`);
    throw reachError(error);
  } finally {
    clearTimeout(timer);
  }
}

/** `fetch` hides what went wrong in its cause. */
function reachError(error: unknown): Error {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return new Error(
    cause === undefined ? reasonOf(error) : `the release site could not be reached (${reasonOf(cause)})`,
  );
}

/**
 * Fetches the official release into `dir` (which must exist) and gives the path of the program. Throws with a reason for a
 * person: no pinned checksum for this platform, no way to the release site, or bytes that are not the pinned ones.
 */
export async function fetchRelease(dir: string): Promise<string> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const platform = `${process.platform}-${arch}`;
  const wanted = ARCHIVE_SHA256[platform];
  if (wanted === undefined) throw new Error(`no release is pinned for ${platform}`);
  const name = `nats-server-v${VERSION}-${platform}`;
  const url = `https://github.com/nats-io/nats-server/releases/download/v${VERSION}/${name}.tar.gz`;
  const archive = await download(url);
  const found = createHash('sha256').update(archive).digest('hex');
  if (found !== wanted) throw new Error(`the archive has SHA-256 ${found}, pinned is ${wanted}`);
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'release.tar.gz');
  writeFileSync(file, archive);
  const tar = await runCommand('tar', ['-xzf', file, '-C', dir], { timeoutMs: 60_000 });
  const program = join(dir, name, 'nats-server');
  if (tar.code !== 0 || !existsSync(program))
    throw new Error(`the archive could not be unpacked: ${tar.output.trim()}`);
  return program;
}
