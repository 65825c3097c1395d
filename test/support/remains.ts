import { createPrivateKey } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Opener, decodeEvent, readJws, sealedHash } from '#contracts';
import { unwrap } from '../../libs/storage/src/audit/sealed-box.js';
import type { County } from './county.js';
import { LedgerBooks, privateKeysOf, rowsOf, tablesOf, type Row } from './e2e-books.js';

/** A place in which something was found: a file, a table, or a ciphertext that a key still opens. */
export type Find = string;

/** Bytes long enough to be nobody else's, by what they are. */
export type Traces = Readonly<Record<string, Buffer>>;

/** A text in the forms in which it could stand in a file. */
function formsOf(text: string): readonly Buffer[] {
  const plain = Buffer.from(text, 'utf8');
  const inBase64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), plain]).toString('base64');
    return encoded.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + plain.length) * 8) / 6));
  });
  return [text, text.toLowerCase(), plain.toString('hex'), ...inBase64].map((form) =>
    Buffer.from(form, 'utf8'),
  );
}

/** Everything in which the words or the bytes of a person may be left in a county, and the keys that could still open it. */
export class Remains {
  constructor(
    private readonly county: County,
    private readonly words: readonly string[],
    private readonly members: readonly string[],
  ) {}

  /** Files of the county that hold a planted word in any form, or bytes of a trace, below some folder of its home. */
  inFiles(traces: Traces, below: string = this.county.home.dir): Find[] {
    const looked: readonly (readonly [name: string, bytes: Buffer])[] = [
      ...this.words.flatMap((word) => formsOf(word).map((form) => [word, form] as const)),
      ...Object.entries(traces),
    ];
    return filesBelow(below).flatMap((file) => {
      const bytes = contentOf(file);
      const found = looked.filter(([, wanted]) => bytes.includes(wanted)).map(([name]) => name);
      return [...new Set(found)].map((name) => `${name} in ${file.slice(this.county.home.dir.length)}`);
    });
  }

  /** Rows of a service's tables that hold a planted word, as PostgreSQL shows them: also where it stores them compressed. */
  async inTables(service: string): Promise<Find[]> {
    const tables = await tablesOf(this.county, service);
    return Object.entries(tables).flatMap(([table, text]) =>
      this.words.filter((word) => text.includes(word)).map((word) => `${word} in ${service}.${table}`),
    );
  }

  /** Tries every sealed part that is left anywhere with every key that is left anywhere. `opened` counts those that a key opened. */
  async opened(): Promise<{ readonly opened: number; readonly finds: Find[] }> {
    const openers = this.openers();
    const finds: Find[] = [];
    let opened = 0;
    for (const [place, sealed] of await this.sealedParts()) {
      for (const [member, opener] of openers) {
        const text = textOf(opener, sealed);
        if (text === undefined) continue;
        opened += 1;
        finds.push(
          ...this.words
            .filter((word) => text.includes(word))
            .map((word) => `${word}: ${member} opens ${place}`),
        );
      }
    }
    return { opened, finds };
  }

  private openers(): readonly (readonly [member: string, opener: Opener])[] {
    return ['custodian', ...this.members].map((member) => {
      const { sealing } = privateKeysOf(this.county, member);
      if (!sealing) throw new Error(`${member} has no sealing key`);
      const { kid, ...jwk } = sealing;
      return [
        member,
        new Opener({ kid, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) }),
      ] as const;
    });
  }

  private async sealedParts(): Promise<readonly (readonly [place: string, sealed: string])[]> {
    const agencies = await Promise.all(this.members.map((member) => this.ofAgency(member)));
    return [...agencies.flat(), ...(await this.ofAudit()), ...(await this.ofLedger()), ...this.ofFiles()];
  }

  private async ofAgency(member: string): Promise<readonly (readonly [string, string])[]> {
    const rows = (await rowsOf(
      this.county,
      member,
      `SELECT 'event' AS table, sealed FROM event UNION ALL SELECT 'outbox', sealed FROM outbox
       UNION ALL SELECT 'parked', entry->>'sealed' FROM parked`,
    )) as unknown as readonly { readonly table: string; readonly sealed: string | null }[];
    return rows.flatMap(({ table, sealed }) => (sealed ? [[`${member}.${table}`, sealed] as const] : []));
  }

  /** Every box with every key of a person that is left, whosever it is. */
  private async ofAudit(): Promise<readonly (readonly [string, string])[]> {
    const keys = await rowsOf(this.county, 'audit', 'SELECT key FROM person_key');
    const boxes = await rowsOf(
      this.county,
      'audit',
      'SELECT s.leaf_index, s.box, l.event FROM sealed_part s JOIN leaf l ON l.index = s.leaf_index',
    );
    return boxes.flatMap((box) => keys.flatMap(({ key }) => inBox(box, key as Buffer)));
  }

  private async ofLedger(): Promise<readonly (readonly [string, string])[]> {
    const books = await LedgerBooks.open(this.county);
    try {
      const all = await books.all();
      return all.flatMap(({ subject, message }) =>
        message.sealed === undefined ? [] : [[`ledger ${subject}`, message.sealed] as const],
      );
    } finally {
      await books.close();
    }
  }

  /** Whatever looks like a sealed part in any file, as it is or as it stands within a message. */
  private ofFiles(): readonly (readonly [string, string])[] {
    return filesBelow(this.county.home.dir).flatMap((file) => {
      const text = contentOf(file).toString('latin1').replaceAll('\\"', '"');
      return [...text.matchAll(SEALED)].map(([sealed]) => [file, sealed] as const);
    });
  }
}

const SEALED =
  /\{"protected":"[\w-]+","recipients":\[[^\]]{1,4000}\],"iv":"[\w-]+","ciphertext":"[\w-]+","tag":"[\w-]+"\}/g;

function inBox(row: Row, key: Buffer): readonly (readonly [string, string])[] {
  const hash = decodeEvent(readJws(String(row['event'])).payload).sealedhash ?? '';
  const leafIndex = Number(row['leaf_index']);
  const sealed = unwrap(row['box'] as Buffer, key, { leafIndex, hash });
  return sealed === undefined ? [] : [[`audit leaf ${leafIndex}`, sealed]];
}

function textOf(opener: Opener, sealed: string): string | undefined {
  try {
    return opener.open(sealed);
  } catch {
    return undefined;
  }
}

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true })
    .map((name) => join(dir, String(name)))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}

/** A file may go while the county runs: then nothing is in it. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Parts of a sealed part by which it would be known again, even where only a piece of it is left. */
export function tracesOf(name: string, sealed: string): Traces {
  const { ciphertext, iv, tag } = JSON.parse(sealed) as Readonly<Record<string, string>>;
  const pieces = (ciphertext ?? '').match(/.{48}/g) ?? [];
  return Object.fromEntries(
    [iv ?? '', tag ?? '', ...pieces].map((piece, at) => [
      `${name} ${sealedHash(sealed).slice(0, 6)}/${at}`,
      Buffer.from(piece, 'ascii'),
    ]),
  );
}
