import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryRow } from '../../src-shared/history/rows.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { manyRows } from '../fixtures/history.ts';
import { expect, expectLive, test } from './stage.ts';

test('typing finds among 10,000 calls within two frames', async ({ stage }) => {
  test.setTimeout(300_000);
  const app = await stage.start();
  await expectLive(app);
  const home = await app.showHome();
  await fill(app, manyRows(10_000, 3_000, Date.now()));
  const list = home.getByRole('treegrid');
  await expect
    .poll(async () => Number(await list.getAttribute('aria-rowcount')), { timeout: 60_000 })
    .toBeGreaterThan(9_000);

  const search = home.getByRole('textbox', { name: 'Search calls' });
  await search.focus();
  await home.evaluate(watchLetters);
  // The least of several rounds: what the window takes, not what else this machine is busy with.
  let took: number[] = [];
  for (let round = 1; round === 1 || (round <= MOST_ROUNDS && !isFast(took)); round += 1) {
    for (const text of ['hippopotamus', 'tomorrow morning rev', '06 39 98 12', 'lefevre globex']) {
      for (const letter of text) {
        await home.keyboard.press(letter === ' ' ? 'Space' : letter);
        await home.evaluate(() => new Promise(requestAnimationFrame));
      }
      await home.keyboard.press('Escape');
      await expect(search).toHaveValue('');
    }
    const letters = await home.evaluate(() => window.letters?.splice(0) ?? []);
    took = letters.map((ms, n) => Math.min(ms, took[n] ?? Infinity));
  }
  const { p50, p95 } = spread(took);
  console.log(`${took.length} letters over 10,000 calls: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
  expect(took.length).toBeGreaterThan(50);
  expect(p50).toBeLessThanOrEqual(P50_MS);
  expect(p95).toBeLessThanOrEqual(P95_MS);
});

const MOST_ROUNDS = 8;
/** Two frames. */
const P50_MS = 33;
/** Nobody waits for what takes a tenth of a second, and a busy machine has it too. */
const P95_MS = 100;

function spread(times: readonly number[]): { readonly p50: number; readonly p95: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const [p50 = Infinity, p95 = Infinity] = [0.5, 0.95].map(
    (part) => sorted[Math.floor(sorted.length * part)],
  );
  return { p50, p95 };
}

function isFast(times: readonly number[]): boolean {
  const { p50, p95 } = spread(times);
  return p50 <= P50_MS && p95 <= P95_MS;
}

declare global {
  interface Window {
    /** From each letter to the list that it changed being handed to the screen, in ms. */
    letters?: number[];
  }
}

/** Runs in the page. A task that follows a frame's callbacks runs when that frame has been drawn. */
function watchLetters(): void {
  const took: number[] = (window.letters = []);
  document.addEventListener(
    'input',
    (event) =>
      requestAnimationFrame(() => {
        const drawn = new MessageChannel();
        drawn.port1.addEventListener('message', () => took.push(performance.now() - event.timeStamp));
        drawn.port1.start();
        drawn.port2.postMessage(null);
      }),
    { capture: true },
  );
}

/** Tells the home window of calls as main does, in pushes of its size. Thirty megabytes take long through the debugger. */
async function fill(app: DrivenApp, rows: readonly HistoryRow[]): Promise<void> {
  const path = join(app.userData, 'rows.json');
  await writeFile(path, JSON.stringify(rows));
  await app.electron.evaluate(({ BrowserWindow }, from) => {
    const home = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().endsWith('home.html'),
    );
    const all = JSON.parse(process.getBuiltinModule('fs').readFileSync(from, 'utf8')) as unknown[];
    for (let at = 0; at < all.length; at += 500)
      home?.webContents.send('history:changed', { rows: all.slice(at, at + 500), gone: [], moved: [] });
  }, path);
}
