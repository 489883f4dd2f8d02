import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { LINE, newSecret, NORA, post, ring } from '../../test/fixtures/allo.ts';
import { isVisible, launchApp, pageAt, type DrivenApp } from '../../test/fixtures/app.ts';
import { until } from '../../test/fixtures/until.ts';
import { untilAppListens } from '../demo/app-listens.ts';
import { askRelay, startRelay, type RelayProcess } from '../relay/process.ts';
import { endProcess } from '../setup/processes.mjs';
import { row } from './percentiles.ts';

const RINGS = 50;
const WARM_UP = 5;

/**
 * Time from sending the HTTP request to the painted card, relay and app on this machine: with the window that was
 * made ready at start, and with a window that is made when the ring comes (the same app, its window taken away
 * before each ring). Both clocks count from the system's, so they compare across processes.
 */
export async function benchPop(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'ringside-bench-'));
  const settings = { folder: data, secret: newSecret() };
  const relay = await startRelay(settings);
  try {
    await askRelay(settings, ['agents', 'add', NORA], v.unknown());
    const { token } = await askRelay(settings, ['devices', 'token', NORA], v.object({ token: v.string() }));
    const app = await launchApp({ relayUrl: relay.url, token });
    try {
      await pageAt(app.electron, 'pop.html');
      await untilAppListens(relay);
      const ready = await timeRings(app, relay, settings.secret, RINGS);
      const onDemand = await timeRings(app, relay, settings.secret, RINGS, () => takeWindowAway(app));
      report(ready, onDemand);
    } finally {
      await app.close();
    }
  } finally {
    await endProcess(relay.child);
    rmSync(data, { recursive: true, force: true });
  }
}

/** @param before done ahead of each ring */
export async function timeRings(
  app: DrivenApp,
  relay: RelayProcess,
  secret: string,
  rings: number,
  before: () => Promise<void> = async () => undefined,
): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + rings; i += 1) {
    await before();
    const name = `Caller ${process.hrtime.bigint()}`;
    const number = `+3319900${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;
    const body = ring({ from_number: number, to_number: LINE, person: { id: 'con_bench', name } });
    const sent = performance.timeOrigin + performance.now();
    await post(relay.url, secret, body);
    const painted = await paintedAt(app, name);
    if (i >= WARM_UP) times.push(painted - sent);
    const pop = await app.pop();
    await pop.getByRole('article', { name }).getByRole('button', { name: 'Close this card' }).click();
    await until('the pop window to hide', async () => !(await isVisible(app.electron, pop)));
  }
  return times;
}

async function paintedAt(app: DrivenApp, name: string): Promise<number> {
  return until(`the card of ${name}`, async () => {
    const pop = await app.pop();
    const card = pop.getByRole('article', { name });
    if ((await card.count()) === 0) return null;
    const key = await card.getAttribute('data-key');
    return pop.evaluate((mark) => {
      const [entry] = performance.getEntriesByName(mark);
      return entry === undefined ? null : performance.timeOrigin + entry.startTime;
    }, `painted:${key}:ringing`);
  });
}

/** The app makes the next one when a card is due. */
async function takeWindowAway(app: DrivenApp): Promise<void> {
  const pop = await app.pop();
  const window = await app.electron.browserWindow(pop);
  const closed = pop.waitForEvent('close');
  await window.evaluate((browserWindow) => browserWindow.destroy());
  await closed;
}

function report(ready: readonly number[], onDemand: readonly number[]): void {
  console.log(
    `${RINGS} rings each, after ${WARM_UP} to warm up; ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}\n`,
  );
  console.log('| HTTP request → painted card | p50 | p95 | slowest |\n|---|---|---|---|');
  console.log(row('Ringside: window made ready at start', ready));
  console.log(row('the same with a window made on demand', onDemand));
}
