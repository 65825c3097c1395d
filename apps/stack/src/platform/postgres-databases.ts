import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { PlatformError } from './platform-error.js';

/** A database and the role that owns it: one pair per service. Names are lower case letters, digits and underscores. */
export interface DatabaseSpec {
  readonly name: string;
  readonly role: string;
  readonly password: string;
}

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

async function ensureRole(client: Client, role: string, password: string): Promise<void> {
  const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER';
  const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION';
  await client.query(
    `${verb} ROLE ${escapeIdentifier(role)} WITH ${rights} PASSWORD ${escapeLiteral(password)}`,
  );
}

async function ensureDatabase(client: Client, name: string, role: string): Promise<void> {
  const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (known.rowCount === 0) {
    await client.query(
      `CREATE DATABASE ${escapeIdentifier(name)} OWNER ${escapeIdentifier(role)} ENCODING 'UTF8'`,
    );
  }
}

/**
 * A service must leave nothing of what it erases in the server's files: it may end segments of the log of changes, see which
 * there are, have them dropped, and see whether a transaction still needs the old rows.
 */
async function allowScrubbing(superuserUrl: string, { name, role }: DatabaseSpec): Promise<void> {
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(`GRANT pg_checkpoint, pg_read_all_stats TO ${escapeIdentifier(role)}`);
    await client.query(
      `GRANT EXECUTE ON FUNCTION pg_switch_wal(), pg_ls_waldir() TO ${escapeIdentifier(role)}`,
    );
  } finally {
    await client.end();
  }
}

/**
 * Makes sure of one role with this password and one database that it owns; calling it again changes nothing but the
 * password. No other role may connect to the database, and the role may connect to no other: PostgreSQL by itself lets
 * every role into every database. Gives the role's postgres:// address. Throws `BAD_NAME`.
 */
export async function createDatabase(superuserUrl: string, spec: DatabaseSpec): Promise<string> {
  const { name, role, password } = spec;
  for (const word of [name, role]) {
    if (!NAME.test(word))
      throw new PlatformError('BAD_NAME', `"${word}" cannot be the name of a database or role.`);
  }
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await ensureRole(client, role, password);
    await ensureDatabase(client, name, role);
    for (const database of [name, 'postgres', 'template1']) {
      await client.query(`REVOKE ALL ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC`);
    }
  } finally {
    await client.end();
  }
  await allowScrubbing(superuserUrl, spec);
  const url = new URL(superuserUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  url.pathname = `/${name}`;
  return url.href;
}
