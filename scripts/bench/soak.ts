import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { _electron, type ElectronApplication } from '@playwright/test';
import { openDesktop, type Desktop } from '../setup/desktop.ts';
import { completed, newSecret, NORA, post, ring, sms, type AlloBody } from '../../test/fixtures/allo.ts';
import { launchApp, pageAt, type DrivenApp } from '../../test/fixtures/app.ts';
import { untilAppListens } from '../demo/app-listens.ts';
import { askRelay, startRelay } from '../relay/process.ts';
import { endProcess } from '../setup/processes.mjs';
import { pssOf, useOfTree } from './app/process-tree.ts';
import { row } from './percentiles.ts';
import { timeRings } from './pop.ts';

const EVENTS = 3_000;
const A_SECOND = 30;
/** Before the first event, and after the last. */
const SETTLE_MS = 20_000;
const LOOK_EVERY_MS = 10_000;
const SENDERS = 20;
const RINGS = 20;

interface Look {
  readonly afterS: number;
  readonly pssMb: number;
}

/**
 * On a desktop with a real panel and a real notification daemon: ring → painted card while they answer, and while both are
 * stopped (SIGSTOP). Then a day's traffic in 100 s: how long main's event loop stands still, and what the app's
 * processes, warm from those rings, grow by.
 */
export async function benchSoak(): Promise<void> {
  const desktop = await openDesktop();
  const data = mkdtempSync(join(tmpdir(), 'ringside-soak-'));
  const settings = { folder: data, secret: newSecret() };
  try {
    const relay = await startRelay(settings);
    try {
      await askRelay(settings, ['agents', 'add', NORA], v.unknown());
      const { token } = await askRelay(settings, ['devices', 'token', NORA], v.object({ token: v.string() }));
      const app = await launchApp({ relayUrl: relay.url, token });
      try {
        await pageAt(app.electron, 'pop.html');
        await untilAppListens(relay);
        const send = async (body: AlloBody): Promise<void> =>
          void (await post(relay.url, settings.secret, body));
        console.log('| ring → painted card | p50 | p95 | slowest |\n|---|---|---|---|');
        console.log(row('notification daemon runs', await timeRings(app, relay, settings.secret, RINGS)));
        desktop.freeze();
        // A notification is under way from here on, and is not answered.
        await send(text(1, Date.now()));
        console.log(row('daemon and panel hang', await timeRings(app, relay, settings.secret, RINGS)));
        desktop.thaw();
        await soak(app, send, desktop);
      } finally {
        await app.close();
      }
    } finally {
      await endProcess(relay.child);
      rmSync(data, { recursive: true, force: true });
    }
  } finally {
    await desktop.close();
  }
}

async function soak(
  app: DrivenApp,
  send: (body: AlloBody) => Promise<void>,
  desktop: Desktop,
): Promise<void> {
  const root = app.electron.process().pid ?? 0;
  const pssMb = (): number => useOfTree(root).pssMb;
  const idle = await launchEmptyApp();
  await wait(SETTLE_MS);
  const before = pssMb();
  const partsBefore = await pssByType(app);
  for (const one of [app.electron, idle]) await watchLoop(one);
  const began = performance.now();
  const looks: Look[] = [];
  const pending: Promise<void>[] = [];
  let nextLook = LOOK_EVERY_MS;
  for (let n = 0; n < EVENTS; n += 1) {
    pending.push(send(eventOf(n)));
    const due = began + ((n + 1) * 1_000) / A_SECOND;
    if (performance.now() - began > nextLook) {
      looks.push({ afterS: nextLook / 1_000, pssMb: pssMb() });
      nextLook += LOOK_EVERY_MS;
    }
    await wait(Math.max(0, due - performance.now()));
  }
  await Promise.all(pending);
  const loops = { Ringside: await readLoop(app.electron), 'empty tray app, idle': await readLoop(idle) };
  await wait(SETTLE_MS);
  looks.push({ afterS: (performance.now() - began) / 1_000, pssMb: pssMb() });
  console.log(
    `\nsoak: ${EVENTS} events, ${A_SECOND} a second, ${desktop.notified().length} notifications; ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n`,
  );
  console.log('| event loop of main | p50 | p99 | longest |\n|---|---|---|---|');
  for (const [name, { p50, p99, max }] of Object.entries(loops))
    console.log(`| ${name} | ${p50.toFixed(0)} ms | ${p99.toFixed(0)} ms | ${max.toFixed(0)} ms |`);
  console.log(
    `\nReach: p99 ≤ 50 ms, growth ≤ 60 MB and level. PSS of all processes: ${before.toFixed(0)} MB before, then`,
  );
  for (const { afterS, pssMb } of looks)
    console.log(
      `  after ${afterS.toFixed(0).padStart(3)} s: ${pssMb.toFixed(0)} MB (${signed(pssMb - before)})`,
    );
  for (const [type, mb] of await pssByType(app))
    console.log(`  of it ${type}: ${signed(mb - (partsBefore.get(type) ?? 0))}`);
  // It shares pages with the app, which would count as the app's alone without it.
  await idle.close();
}

/** Of three events two are a missed call of somebody else each, and one is a text of one of a few people. */
function eventOf(n: number): AlloBody {
  const at = Date.now();
  if (n % 3 === 2) return text(n, at);
  const call = Math.floor(n / 3);
  const from_number = `+331991${String(call).padStart(5, '0')}`;
  const who = { from_number, from_name: `Caller ${call}`, person: null };
  if (n % 3 === 0) return ring({ id: `cll_soak_${call}`, started_at: iso(at), ...who });
  const never = { result: 'MISSED', user_email: null, summary: null, transcriptions: [] };
  return completed({ id: `cll_soak_${call}`, start_date: iso(at - 33), ...never, ...who });
}

function text(n: number, at: number): AlloBody {
  const sender = n % SENDERS;
  const who = { from_number: `+3319920${String(sender).padStart(4, '0')}`, from_name: `Sender ${sender}` };
  return sms({ id: `msg_soak_${n}_${at}`, sent_at: iso(at), content: `Text ${n} & more of it`, ...who });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function signed(mb: number): string {
  return `${mb < 0 ? '' : '+'}${mb.toFixed(0)} MB`;
}

/** What the machine's other work does to an event loop that has nothing to do. */
async function launchEmptyApp(): Promise<ElectronApplication> {
  const profile = mkdtempSync(join(tmpdir(), 'ringside-soak-'));
  return await _electron.launch({
    executablePath: createRequire(import.meta.url)('electron') as string,
    args: [join(import.meta.dirname, 'empty-app'), `--user-data-dir=${profile}`],
    chromiumSandbox: process.getuid?.() !== 0,
  });
}

async function pssByType({ electron }: DrivenApp): Promise<ReadonlyMap<string, number>> {
  const metrics = await electron.evaluate(({ app }) =>
    app.getAppMetrics().map(({ pid, type }) => ({ pid, type })),
  );
  const parts = new Map<string, number>();
  for (const { pid, type } of metrics) parts.set(type, (parts.get(type) ?? 0) + pssOf(pid));
  return parts;
}

async function watchLoop(app: ElectronApplication): Promise<void> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const histogram = monitorEventLoopDelay({ resolution: 5 });
    histogram.enable();
    Object.assign(globalThis, { soakLoop: histogram });
  });
}

async function readLoop(app: ElectronApplication): Promise<{ p50: number; p99: number; max: number }> {
  return await app.evaluate(() => {
    const histogram = Reflect.get(globalThis, 'soakLoop') as ReturnType<typeof monitorEventLoopDelay>;
    histogram.disable();
    const ms = (ns: number): number => ns / 1e6;
    return { p50: ms(histogram.percentile(50)), p99: ms(histogram.percentile(99)), max: ms(histogram.max) };
  });
}
