import { chmod, chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../../src-relay/postgres/connecting.ts';
import { storeFrom, type StoreEnvironment } from '../../../src-relay/settings/store.ts';
import { startPostgres, type PostgresServer } from '../../fixtures/postgres/server.ts';
import { AUTHORITY, EXPIRED, GOOD, KEY } from '../../fixtures/private-authority.ts';
import { until } from '../../fixtures/until.ts';

const PASSWORD = 'ge:heim/w@rt?';

let server: PostgresServer;
let folder: string;
let authority: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-letting-in-'));
  authority = await put('authority.crt', AUTHORITY);
  server = await startPostgres({ listen_addresses: '127.0.0.1,127.0.0.2' });
  const { query } = server.databases;
  await query(`CREATE ROLE locked LOGIN PASSWORD '${PASSWORD}'`);
  await query(`CREATE ROLE nobody_yet LOGIN`);
  await serverFile('server.key', KEY);
  await serverFile('server.crt', GOOD);
  await serverFile(
    'pg_hba.conf',
    'host all ringside all trust\nhostssl all nobody_yet all trust\nhost all locked all scram-sha-256\n',
  );
  await query('ALTER SYSTEM SET ssl = on');
  await query('SELECT pg_reload_conf()');
  await until('it speaks TLS', () =>
    tlsOf('sslmode=require').then(
      (is) => is === 1,
      () => false,
    ),
  );
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function put(name: string, text: string, mode = 0o600): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text, { mode });
  await chmod(file, mode);
  return file;
}

async function serverFile(name: string, text: string): Promise<void> {
  const file = join(server.folder, name);
  await writeFile(file, text, { mode: 0o600 });
  const { uid, gid } = await stat(server.folder);
  if (process.getuid?.() === 0) await chown(file, uid, gid);
}

async function useCertificate(certificate: string): Promise<void> {
  await serverFile('server.crt', certificate);
  await server.databases.query('SELECT pg_reload_conf()');
}

interface Asked {
  readonly user?: string;
  readonly host?: string;
  readonly parameters?: string;
  readonly passwordFile?: string;
  readonly environment?: StoreEnvironment;
}

/** @returns whether the connection is encrypted */
async function enter({
  user = 'ringside',
  host = '127.0.0.1',
  parameters = '',
  ...more
}: Asked): Promise<number> {
  const url = `postgres://${user}@${host}:${server.port}/postgres?${parameters}`;
  const { passwordFile = join(folder, 'none'), environment = {} } = more;
  const store = storeFrom({ store: url, passwordFile }, folder, {
    PGPASSFILE: join(folder, 'none'),
    ...environment,
  });
  if (store.kind !== 'postgres') throw new Error('embedded');
  const client = await connect(store);
  const { rows } = await client.query<{ ssl: number }>(
    'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
  );
  await client.end();
  return rows[0]?.ssl ?? -1;
}

const tlsOf = (parameters: string, host?: string) =>
  enter({ parameters, ...(host === undefined ? {} : { host }) });
const unavailable = (why: RegExp) => ({ kind: 'unavailable', message: expect.stringMatching(why) });

describe('a connection', () => {
  test.each([
    ['sslmode=disable', 0],
    ['', 1],
    ['sslmode=prefer', 1],
    ['sslmode=require', 1],
  ])('with %j is encrypted: %i', async (parameters, is) => {
    expect(await tlsOf(parameters)).toBe(is);
  });

  test.each(['sslmode=verify-ca', 'sslmode=verify-full', 'sslmode=require'])(
    'with %s and the authority that signed the certificate is let in',
    async (mode) => {
      expect(await tlsOf(`${mode}&sslrootcert=${authority}`)).toBe(1);
    },
  );

  test.each(['sslmode=verify-ca', 'sslmode=verify-full'])(
    'with %s alone believes only known authorities',
    async (mode) => {
      await expect(tlsOf(mode)).rejects.toMatchObject(
        unavailable(/authority that is not known here: give sslrootcert/),
      );
    },
  );

  test.runIf(process.platform === 'linux')(
    'to a host that the certificate is not for is refused by verify-full alone',
    async () => {
      const parameters = `sslrootcert=${authority}`;
      expect(await tlsOf(`sslmode=verify-ca&${parameters}`, '127.0.0.2')).toBe(1);
      await expect(tlsOf(`sslmode=verify-full&${parameters}`, '127.0.0.2')).rejects.toMatchObject(
        unavailable(/its certificate is for another host/),
      );
    },
  );

  test('with a certificate that has expired is refused', async () => {
    await useCertificate(EXPIRED);
    try {
      const fault = await until('it shows the other one', () =>
        tlsOf(`sslmode=verify-full&sslrootcert=${authority}`).then(
          () => null,
          (error: unknown) => error,
        ),
      );
      expect(fault).toMatchObject(unavailable(/has expired/));
    } finally {
      await useCertificate(GOOD);
    }
  });

  test('of a user who must have TLS is refused without', async () => {
    expect(await enter({ user: 'nobody_yet' })).toBe(1);
    await expect(enter({ user: 'nobody_yet', parameters: 'sslmode=disable' })).rejects.toMatchObject(
      unavailable(/does not let this user in \(pg_hba.conf\) \(28000\)/),
    );
  });
});

describe('a password', () => {
  const URL_WITH = `locked:${encodeURIComponent(PASSWORD)}`;
  const passFile = `127.0.0.1:*:*:locked:${PASSWORD.replaceAll(':', '\\:')}\n`;

  test.each<[string, () => Promise<Asked>]>([
    ['the URL', async () => ({ user: URL_WITH })],
    ['PGPASSWORD', async () => ({ user: 'locked', environment: { PGPASSWORD: PASSWORD } })],
    ['a file', async () => ({ user: 'locked', passwordFile: await put('password', `${PASSWORD}\n`) })],
    [
      'PGPASSFILE',
      async () => ({ user: 'locked', environment: { PGPASSFILE: await put('passes', passFile) } }),
    ],
  ])('may come from %s', async (_, asked) => {
    expect(await enter(await asked())).toBe(1);
  });

  test('of a file is read anew with each connection', async () => {
    const passwordFile = await put('changing', 'not yet');
    await expect(enter({ user: 'locked', passwordFile })).rejects.toMatchObject(
      unavailable(/refuses the password/),
    );
    await put('changing', PASSWORD);
    expect(await enter({ user: 'locked', passwordFile })).toBe(1);
  });

  test('that everybody may read is refused', async () => {
    const passwordFile = await put('open', PASSWORD, 0o644);
    await expect(enter({ user: 'locked', passwordFile })).rejects.toMatchObject(unavailable(/chmod 600/));
  });

  test('that is wrong, or not there, is said, and not shown', async () => {
    const wrong = enter({ user: 'locked:geheim' });
    await expect(wrong).rejects.toMatchObject(unavailable(/refuses the password/));
    await expect(wrong).rejects.not.toThrow(/geheim/);
    await expect(enter({ user: 'locked' })).rejects.toMatchObject(
      unavailable(/asks for a password, and there is none/),
    );
  });
});
