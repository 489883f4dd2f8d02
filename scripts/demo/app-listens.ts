import { until } from '../../test/fixtures/until.ts';

const WITHIN_MS = 60_000;

/** Resolves when the relay counts a connected app in its metrics: what is rung before that would be old news. */
export async function untilAppListens({ url }: { readonly url: string }): Promise<void> {
  await until('the app to connect to its relay', async () => (await connectedDevices(url)) > 0, WITHIN_MS);
}

async function connectedDevices(url: string): Promise<number> {
  const metrics = await (await fetch(new URL('/metrics', url))).text();
  const line = /^ringside_connected_devices (\d+)/m.exec(metrics);
  return Number(line?.[1] ?? 0);
}
