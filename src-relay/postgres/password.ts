import { homedir } from 'node:os';
import { join } from 'node:path';
import { PrivateFileError, readPrivateFile } from '../files/private-file.ts';
import type { PostgresHost } from '../settings/postgres-url.ts';
import type { PostgresSettings } from '../settings/store.ts';
import { StoreFault } from '../sql/sql.ts';
import { passwordIn } from './pass-file.ts';

/**
 * The first of: the URL's or PGPASSWORD, the file of the password, PGPASSFILE or ~/.pgpass. Null: none, which is enough
 * where the server trusts the connection.
 * @throws StoreFault when a file cannot be used; names no password
 */
export async function passwordFor(settings: PostgresSettings, host: PostgresHost): Promise<string | null> {
  if (settings.password !== null) return settings.password.reveal();
  const own = (await contentOf(settings.passwordFile))?.replace(/\r?\n$/, '') ?? '';
  if (own !== '') return own;
  const passFile = settings.passFile ?? join(homedir(), '.pgpass');
  const lines = await contentOf(passFile);
  return lines === null ? null : passwordIn(lines, { ...host, ...settings });
}

async function contentOf(file: string): Promise<string | null> {
  try {
    return await readPrivateFile(file);
  } catch (error) {
    if (error instanceof PrivateFileError) throw new StoreFault('unavailable', error.message);
    throw error;
  }
}
