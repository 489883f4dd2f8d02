import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, onTestFinished } from 'vitest';
import { completed, NORA, sms } from '../../fixtures/allo.ts';
import { API_KEY, startAlloApi } from '../../fixtures/allo-api.ts';
import { callAtAllo } from '../../fixtures/allo-api-calls.ts';
import { RUNS_AS } from '../../fixtures/postgres/binaries.ts';
import { copyOf, serve, startPostgres, type PostgresServer } from '../../fixtures/postgres/server.ts';
import { doctor } from '../../fixtures/relay/doctor.ts';
import { faithfulDevice } from '../../fixtures/relay/faithful-device.ts';
import { relayLab, type LabRelay } from '../../fixtures/relay/lab.ts';
import { until } from '../../fixtures/until.ts';

const WENT_BACK = /restored to an earlier time.*ringside-relay restored/s;

/** A server that archives its WAL, and what it was before anything happened. */
async function startArchiving(): Promise<{ server: PostgresServer; backup: string; archive: string }> {
  const archive = await mkdtemp(join(tmpdir(), 'ringside-archive-'));
  onTestFinished(() => rm(archive, { recursive: true, force: true }));
  await chmod(archive, 0o700);
  if (RUNS_AS.uid !== undefined && RUNS_AS.gid !== undefined) await chown(archive, RUNS_AS.uid, RUNS_AS.gid);
  const server = await startPostgres({
    archive_mode: 'on',
    archive_command: `test ! -f ${archive}/%f && cp %p ${archive}/%f`,
  });
  onTestFinished(() => server.close());
  await server.stop();
  const backup = await copyOf(server.folder);
  onTestFinished(() => rm(backup, { recursive: true, force: true }));
  await server.start();
  return { server, backup, archive };
}

async function archiveAll({ databases }: PostgresServer): Promise<void> {
  const [now] = await databases.query<{ file: string }>('SELECT pg_walfile_name(pg_switch_wal()) AS file');
  await until('what was written is archived', async () => {
    const [{ last } = {}] = await databases.query<{ last: string | null }>(
      'SELECT last_archived_wal AS last FROM pg_stat_archiver',
    );
    return (last ?? '') >= (now?.file ?? 'none');
  });
}

async function restoreTo(moment: string, backup: string, archive: string): Promise<PostgresServer> {
  await writeFile(join(backup, 'recovery.signal'), '');
  const server = await serve(backup, {
    restore_command: `cp ${archive}/%f %p`,
    recovery_target_time: moment,
    recovery_target_action: 'promote',
  });
  onTestFinished(() => server.close());
  await until('it takes writes', async () => {
    const [row] = await server.databases.query<{ is: boolean }>('SELECT pg_is_in_recovery() AS is');
    return row?.is === false;
  });
  return server;
}

test.skipIf(process.platform === 'win32')(
  'after a restore to a moment, devices that had seen more start over, Allo fills what was lost, and nothing that comes is missed',
  async () => {
    const { server, backup, archive } = await startArchiving();
    const lab = relayLab(server);
    onTestFinished(lab.cleanUp);
    const config = { allo: { sync: false } };
    const one = await lab.start({ agents: [NORA], config });
    const other = await lab.start({ beside: one });
    let relays: readonly LabRelay[] = [one, other];
    let turn = 0;
    const anyRelay = () => relays[(turn += 1) % relays.length] ?? one;
    const { token } = await one.device(NORA);
    const device = faithfulDevice(() => anyRelay().url, token);
    onTestFinished(device.goOffline);
    device.goOnline();
    const text = (id: string) => anyRelay().post(sms({ id }), { id });
    const has = (count: number) => until(`${count} events`, () => device.kept.length === count);

    for (const id of ['before_1', 'before_2']) expect((await text(id)).status).toBe(200);
    await has(2);
    const [then] = await server.databases.query<{ moment: string }>(
      'SELECT clock_timestamp()::text AS moment',
    );
    const call = callAtAllo({ id: 'cll-lost', contact_number: '+33199008881' });
    const end = completed({ id: 'cll_lost', from_number: '+33199008881', start_date: call.date });
    for (const id of ['lost_1', 'lost_2']) expect((await text(id)).status).toBe(200);
    expect((await anyRelay().post(end)).status).toBe(200);
    await has(5);
    await until('it is noted', async () => {
      const noted = await readFile(join(one.folder, 'journal-seen.json'), 'utf8').catch(() => '');
      return noted.includes('[0,5]');
    });
    await archiveAll(server);
    await Promise.all(relays.map((relay) => relay.stop()));
    await server.stop();
    // The lab gives its database back to it.
    onTestFinished(() => server.start());

    const restored = await restoreTo(then?.moment ?? '', backup, archive);
    const database = new URL(one.store ?? '').pathname.slice(1);
    const movedTo = restored.url(database);
    await expect(lab.start({ folder: one.folder, movedTo })).rejects.toThrow(WENT_BACK);
    expect((await doctor(one.folder, one.secret)).checks).toContainEqual(
      expect.objectContaining({
        level: 'fail',
        found: expect.stringMatching(/^the database went back in time/),
      }),
    );
    // At that moment relays ran, and half a minute is not over.
    await restored.databases.query('DELETE FROM relay', database);
    expect(await one.cli('restored')).toMatchObject({ agents: 1, devices: 1 });

    const allo = await startAlloApi({ calls: [call] });
    onTestFinished(allo.close);
    const { secret } = one;
    const again = {
      movedTo,
      secret,
      allo: { apiKey: API_KEY, origin: allo.url },
      recovery: { afterMs: 150 },
    };
    relays = await Promise.all([one, other].map(({ folder }) => lab.start({ ...again, folder })));
    // What is there, and the end of the call that Allo still has.
    await has(5 + 3);
    // One that Allo did not get an answer for comes again; the other is new.
    for (const id of ['lost_1', 'after_1']) expect((await text(id)).status).toBe(200);
    await has(5 + 5);
    expect(device.resets()).toBe(1);
    const since = device.kept.slice(5);
    expect(since.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(since.map(({ webhookId }) => String(webhookId))).toEqual([
      'before_1',
      'before_2',
      expect.stringMatching(/^ringside-recovered-/),
      'lost_1',
      'after_1',
    ]);
  },
);
