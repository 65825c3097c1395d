import type { IdentityStep, Party } from '#domain';
import type { Sql } from '../database.js';

/** What a case file gains, alone or with an event: the file is opened when there is none. */
export interface FiledWith {
  readonly caseId: string;
  readonly mode: string;
  readonly by: Party;
  /** For a file that is opened: names for a person without one. The first that no other file of the agency has is taken. */
  readonly aliases?: readonly string[];
  /** Sets how the identity of the case's person stands. */
  readonly identity?: IdentityStep;
  readonly entries: readonly {
    readonly item?: string;
    readonly fromAgency: string;
    readonly entry: object;
  }[];
}

/** Opens case files, names them and adds to them. Throws when every alias that is offered for a file is taken. */
export async function storeFiles(sql: Sql, files: readonly FiledWith[]): Promise<void> {
  if (files.length === 0) return;
  for (const file of files.filter(({ aliases }) => aliases)) await openNamed(sql, file);
  await sql(
    `INSERT INTO case_file (case_id, mode, opened_by)
     SELECT DISTINCT ON ("caseId") "caseId", mode, by FROM jsonb_to_recordset($1) AS r("caseId" uuid, mode text, by jsonb)
     ON CONFLICT (case_id) DO NOTHING`,
    [JSON.stringify(files.map(({ caseId, mode, by }) => ({ caseId, mode, by })))],
  );
  for (const { caseId, identity } of files) {
    if (identity) await sql('UPDATE case_file SET identity = $2 WHERE case_id = $1', [caseId, identity]);
  }
  const entries = files.flatMap(({ caseId, by, entries: own }) =>
    own.map((entry) => ({ caseId, by, ...entry })),
  );
  await sql(
    `INSERT INTO case_entry (case_id, by_party, from_agency, item, entry)
     SELECT "caseId", by, "fromAgency", item, entry
       FROM jsonb_to_recordset($1) AS r("caseId" uuid, by jsonb, "fromAgency" text, item text, entry jsonb)`,
    [JSON.stringify(entries)],
  );
}

/** Another transaction may take the same alias meanwhile: then this one runs again, and finds it taken. */
async function openNamed(sql: Sql, { caseId, mode, by, aliases }: FiledWith): Promise<void> {
  const [file] = await sql<{ known: boolean; free: string | null }>(
    `SELECT EXISTS (SELECT 1 FROM case_file WHERE case_id = $1) AS known,
            (SELECT offered.alias FROM unnest($2::text[]) WITH ORDINALITY AS offered(alias, place)
              WHERE NOT EXISTS (SELECT 1 FROM case_file f WHERE f.alias = offered.alias) ORDER BY place LIMIT 1) AS free`,
    [caseId, aliases],
  );
  if (file?.known) return;
  if (!file?.free) throw new Error('every alias that was offered is taken');
  await sql(
    'INSERT INTO case_file (case_id, mode, opened_by, alias) VALUES ($1, $2, $3, $4) ON CONFLICT (case_id) DO NOTHING',
    [caseId, mode, JSON.stringify(by), file.free],
  );
}
