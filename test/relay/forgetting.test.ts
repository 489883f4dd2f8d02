import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { RELAY } from '../../scripts/relay/process.ts';
import { ANA, completed, contact, LINE, NORA, ring, sms } from '../fixtures/allo.ts';
import { complaints, doctor } from '../fixtures/relay/doctor.ts';
import {
  ago,
  BEN,
  bytesOf,
  callsOf,
  countIn,
  HOUR,
  nobody,
  postAll,
  summary,
} from '../fixtures/relay/forgotten.ts';
import { isEmbeddedOnly } from '../fixtures/relay/embedded-only.ts';
import { cliOn, relayLab, whereIs, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);
const run = promisify(execFile);

describe('while somebody is being forgotten', () => {
  it('no summary of theirs survives, at whatever moment it is filed, and "clean" says so', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const calls = 60;
    const id = (i: number) => `cll_ana_${i}`;
    await postAll(relay, callsOf(ANA, calls, id));
    await postAll(
      relay,
      callsOf(BEN, 20, (i) => `cll_ben_${i}`),
    );
    const talk = { goesOn: true };
    let sent = 0;
    const talking = (async () => {
      while (talk.goesOn) {
        const mine = Array.from({ length: 8 }, (_, i) => summary(id((sent + i) % calls), 'a secret of hers'));
        const posted = await Promise.all(mine.map((body) => relay.post(body)));
        for (const { status, body } of posted) expect([status, body]).toEqual([200, { status: 'accepted' }]);
        sent += mine.length;
      }
    })();
    await until('the summaries to come', () => sent > 30);
    const result = await relay.cli('forget', ANA);
    talk.goesOn = false;
    await talking;
    expect(result).toMatchObject({ clean: true });
    expect(await countIn(relay.folder, "event WHERE about LIKE 'cll_ana%'")).toBe(0);
    expect(await countIn(relay.folder, "event WHERE data LIKE '%secret%'")).toBe(0);
    expect(await countIn(relay.folder, "event WHERE topic = 'call.completed'")).toBe(20);
    await relay.post(summary(id(3), 'a secret of hers'));
    expect(await bytesOf(relay.folder)).not.toContain('a secret of hers');
    expect(await relay.metric('ringside_webhooks_total{outcome="dropped"}')).toBeGreaterThan(0);
  });

  it('what they do meanwhile goes too, and "clean" is said only of what was looked through', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await postAll(
      relay,
      callsOf(ANA, 40, (i) => `cll_${i}`),
    );
    let left = 40;
    const writing = (async () => {
      for (; left > 0; left -= 1) await relay.post(sms({ id: `msg_${left}`, content: `word ${left}` }));
    })();
    const result = await relay.cli('forget', ANA);
    const had = 40 - left;
    await writing;
    expect(result['clean']).toBe(true);
    expect(Number(result['events'])).toBeGreaterThanOrEqual(40);
    expect(await countIn(relay.folder, "event WHERE topic = 'sms.received'")).toBeLessThanOrEqual(
      40 - had + 1,
    );
  });
});

describe('forgetting somebody', () => {
  it('with ten thousand numbers takes seconds, and holds up no webhook', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const numbers = Array.from({ length: 10_000 }, (_, i) => `+3368${String(1_000_000 + i)}`);
    await relay.post(contact({ numbers: [ANA, ...numbers] }));
    await postAll(
      relay,
      numbers
        .filter((_, i) => i % 20 === 0)
        .map((from_number, i) => ring({ ...nobody, from_number, started_at: ago(HOUR + i * 30_000) })),
    );
    await postAll(
      relay,
      callsOf(BEN, 50, (i) => `cll_ben_${i}`),
    );
    const began = performance.now();
    const others = Array.from({ length: 100 }, (_, i) =>
      relay.post(sms({ from_number: BEN, id: `msg_${i}` })),
    );
    const [result, ...posted] = await Promise.all([relay.cli('forget', ANA), ...others]);
    const tookMs = performance.now() - began;
    expect(result).toMatchObject({ events: 501, contacts: 1, clean: true });
    expect(posted.every(({ status }) => status === 200)).toBe(true);
    // A server has the machine to share with all that its relays and tests do.
    expect(tookMs).toBeLessThan(relay.store === null ? 15_000 : 45_000);
    const bytes = await bytesOf(relay.folder);
    for (const number of [ANA, ...numbers.slice(0, 50)]) expect(bytes).not.toContain(number.slice(1));
  }, 150_000);

  /** Kills the command when it is half way. */
  async function killedHalfWay(relay: LabRelay): Promise<void> {
    const mobile = '+33199005555';
    await relay.post(contact({ numbers: [ANA, mobile] }));
    await postAll(
      relay,
      callsOf(ANA, 500, (i) => `cll_a${i}`),
    );
    await postAll(
      relay,
      callsOf(mobile, 700, (i) => `cll_m${i}`),
    );
    await postAll(
      relay,
      callsOf(BEN, 5, (i) => `cll_b${i}`),
    );
    const erased = () => countIn(relay.folder, "event WHERE topic = 'erased'");
    const child = spawn(process.execPath, [RELAY, 'forget', ANA, ...whereIs(relay.folder)], {
      stdio: 'ignore',
    });
    await until('a part to be erased', async () => (await erased()) > 0, 40_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const left = await countIn(relay.folder, "event WHERE topic = 'call.completed'");
    expect(left).toBeGreaterThan(5);
    expect(await countIn(relay.folder, 'forgetting')).toBe(1);
  }

  async function expectForgotten(folder: string, others: number): Promise<void> {
    expect(await countIn(folder, "event WHERE topic = 'call.completed'")).toBe(others);
    expect(await countIn(folder, 'forgetting')).toBe(0);
    for (const trace of ['33199001234', '33199005555', 'ana.lopez', 'cll_a1', 'cll_m1'])
      expect(await bytesOf(folder)).not.toContain(trace);
  }

  it('that was killed half way is finished when the command is run again, as doctor advises', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await killedHalfWay(relay);
    const unfinished = await doctor(relay.folder, relay.secret);
    expect(complaints(unfinished)).toContain('warn forget: somebody is not forgotten to the end');
    expect(unfinished.checks.find(({ about }) => about === 'forget')?.todo).toContain(
      'run it again or restart the relay',
    );
    const { stdout } = await run(process.execPath, [
      RELAY,
      'forget',
      ANA,
      ...whereIs(relay.folder),
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ clean: true });
    await expectForgotten(relay.folder, 5);
    expect(complaints(await doctor(relay.folder, relay.secret)).join()).not.toContain('forget');
  }, 120_000);

  it('that was killed half way is finished by the relay at its start, and a call since then stays', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await killedHalfWay(relay);
    await relay.post(completed({ ...nobody, from_number: BEN, to_number: LINE, id: 'cll_new' }));
    await relay.stop();
    const again = await lab.start({ folder: relay.folder });
    await until('it to be finished', async () => (await countIn(relay.folder, 'forgetting')) === 0, 40_000);
    await until('the log to say so', () => again.log().includes('forgetting is finished'));
    await again.post(summary('cll_m3', 'a whisper of hers'));
    await expectForgotten(relay.folder, 6);
    expect(await bytesOf(relay.folder)).not.toContain('whisper');
  }, 120_000);

  it.skipIf(isEmbeddedOnly('backup'))(
    'by a backup made half way is finished where it is restored',
    async () => {
      const relay = await lab.start({ agents: [NORA] });
      await killedHalfWay(relay);
      const restored = await lab.folder();
      await relay.cli('backup', join(restored, 'journal.db'));
      const result = await cliOn(restored, ['forget', ANA]);
      expect(result).toMatchObject({ clean: true });
      await expectForgotten(restored, 5);
    },
    120_000,
  );
});
