import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { passwordFor } from '../../../../src-relay/postgres/password.ts';
import { storeFrom } from '../../../../src-relay/settings/store.ts';
import type { PostgresSettings } from '../../../../src-relay/settings/store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-password-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string | null, mode = 0o600): string {
  if (text !== null) writeFileSync(join(folder, name), text, { mode });
  return join(folder, name);
}

interface Given {
  readonly url?: string;
  readonly environment?: string;
  readonly file?: string;
  readonly passFile?: string;
}

const OWN = 'db:5432:ringside:u:of the pass file\n';

async function passwordWith({ url, environment, file: own, passFile }: Given): Promise<string | null> {
  const settings = storeFrom(
    {
      store: `postgres://u${url === undefined ? '' : `:${url}`}@db/ringside`,
      passwordFile: file('own', own ?? null),
    },
    folder,
    { PGPASSWORD: environment, PGPASSFILE: file('pass', passFile ?? null) },
  );
  if (settings.kind !== 'postgres') throw new Error('embedded');
  return await passwordFor(settings, { host: 'db', port: 5432 });
}

test.each<readonly [Given, string | null]>([
  [{ url: 'of-url', environment: 'of the environment', file: 'own', passFile: OWN }, 'of-url'],
  [{ environment: 'of the environment', file: 'own', passFile: OWN }, 'of the environment'],
  [{ file: 'own', passFile: OWN }, 'own'],
  [{ file: 'own\n', passFile: OWN }, 'own'],
  [{ file: 'own\r\n' }, 'own'],
  [{ file: ' own \n\n' }, ' own \n'],
  [{ file: '\n', passFile: OWN }, 'of the pass file'],
  [{ passFile: OWN }, 'of the pass file'],
  [{ passFile: 'elsewhere:*:*:*:no\n' }, null],
  [{}, null],
])('of %j the password is %j', async (given, password) => {
  expect(await passwordWith(given)).toBe(password);
});

test.each(['own', 'pass'] as const)(
  'a file that everybody may read is refused by its name: %s',
  async (which) => {
    file(which, 'secret-of-mine', 0o644);
    const settings = storeFrom({ store: 'postgres://u@db', passwordFile: file('own', null) }, folder, {
      PGPASSFILE: file('pass', null),
    }) as PostgresSettings;
    const refused = expect(passwordFor(settings, { host: 'db', port: 5432 })).rejects;
    await refused.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(new RegExp(`${folder}/${which}: (?!.*secret-of-mine)`)),
    });
  },
);
