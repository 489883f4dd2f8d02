import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LINE, NORA, sms } from '../../fixtures/allo.ts';
import { sharedPostgres } from '../../fixtures/postgres/shared.ts';
import { doctor } from '../../fixtures/relay/doctor.ts';
import { inJournal, relayLab, whereIs, type LabRelay } from '../../fixtures/relay/lab.ts';
import { until } from '../../fixtures/until.ts';

const lab = relayLab('postgres');
afterEach(lab.cleanUp);

const config = { lines: { [LINE]: { agents: [NORA] } } };
const text = (id: string) => sms({ id, user_email: null });
const WENT_BACK = /restored to an earlier time.*ringside-relay restored/s;

const readiness = async (relay: LabRelay) => {
  const response = await fetch(new URL('/readyz', relay.url));
  const { reasons = [] } = (await response.json()) as { reasons?: string[] };
  return { status: response.status, reasons: reasons.join() };
};

/** How far the one agent's numbers went, in the relay's own file. */
const untilNoted = (relay: LabRelay, head: number) =>
  until('it is noted', async () => {
    const seen = await readFile(join(relay.folder, 'journal-seen.json'), 'utf8').catch(() => '');
    return seen.includes(`"1":[0,${head}]`);
  });

describe('a database that was restored to an earlier time', () => {
  it('gets no relay that has seen more of it, nor any other, until `restored` was run', async () => {
    const relay = await lab.start({ agents: [NORA], config });
    const database = new URL(relay.store ?? '').pathname.slice(1);
    const { databases } = await sharedPostgres();
    const copy = (from: string, to: string) => databases.query(`CREATE DATABASE ${to} TEMPLATE ${from}`);
    await relay.post(text('sms_1'));
    await relay.stop();
    await copy(database, `${database}_backup`);
    lab.onCleanUp(() => databases.query(`DROP DATABASE ${database}_backup`));

    // As it was, it is served as ever.
    const again = await lab.start({ folder: relay.folder, secret: relay.secret });
    expect((await again.post(text('sms_2'))).status).toBe(200);
    await untilNoted(again, 2);
    await again.stop();
    await databases.query(`DROP DATABASE ${database}`);
    await copy(`${database}_backup`, database);

    await expect(lab.start({ folder: relay.folder })).rejects.toThrow(WENT_BACK);
    await expect(lab.start({ beside: relay })).rejects.toThrow(WENT_BACK);
    const { checks } = await doctor(relay.folder, relay.secret, ...whereIs(relay.folder).slice(2));
    expect(checks.map(({ level, found }) => `${level} ${found}`)).toContainEqual(
      expect.stringMatching(/^fail the database went back in time/),
    );
    await relay.cli('restored');
    const mended = await lab.start({ folder: relay.folder, secret: relay.secret });
    expect((await mended.post(text('sms_3'))).status).toBe(200);
  });

  it('is noticed on a new server, whose timelines begin anew, and on one that another had taken over from', async () => {
    const { folder, stop } = await lab.start({ agents: [NORA], config });
    await stop();
    const file = join(folder, 'journal-seen.json');
    const noted = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    const more = { ...noted, timeline: 'FFFFFFFF', agents: { 1: [0, 9] } };
    for (const before of [more, { ...more, server: undefined }]) {
      await writeFile(file, JSON.stringify(before));
      await expect(lab.start({ folder })).rejects.toThrow(
        /as it was before another one took over \(newest events of 1 agent\(s\) are gone\).*ringside-relay restored/s,
      );
    }
    await writeFile(file, JSON.stringify({ ...more, server: '7' }));
    await expect(lab.start({ folder })).rejects.toThrow(WENT_BACK);
  });

  it('is noticed without the right to ask which server it is, too', async () => {
    const { databases, url } = await sharedPostgres();
    const name = await databases.makeBare();
    const role = `renter_${name}`;
    await databases.query(`CREATE ROLE ${role} LOGIN; ALTER DATABASE ${name} OWNER TO ${role}`);
    await databases.query('REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC', name);
    const movedTo = url(name).replace('ringside@', `${role}@`);
    const relay = await lab.start({ movedTo, config });
    await relay.cli('agents', 'add', NORA);
    await relay.post(text('sms_1'));
    await untilNoted(relay, 1);
    await relay.stop();
    await databases.query('DELETE FROM delivery; UPDATE agent SET head = 0', name);
    await expect(lab.start({ folder: relay.folder })).rejects.toThrow(WENT_BACK);
  });

  it('is written by no relay any more that was running meanwhile, and each says why', async () => {
    const one = await lab.start({ agents: [NORA], config });
    await one.post(text('sms_1'));
    await untilNoted(one, 1);
    const other = await lab.start({ beside: one });
    await inJournal(one.folder, async (sql) => {
      await sql.run('DELETE FROM delivery');
      await sql.run('UPDATE agent SET head = 0');
    });
    for (const relay of [one, other]) {
      await until('it says so', async () => {
        const { status, reasons } = await readiness(relay);
        return status === 503 && WENT_BACK.test(reasons);
      });
      expect((await relay.post(text('sms_2'))).status).toBe(503);
    }
    expect(one.log()).toMatch(WENT_BACK);
  });
});
