import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { newSecret, NORA } from '../../../test/fixtures/allo.ts';
import { askRelay, startRelay } from '../../relay/process.ts';
import { endProcess } from '../../setup/processes.mjs';
import { contenders, type Contender } from './contender.ts';

/** Gives `measure` the app, paired with a relay that is there, and the empty app. */
export async function withContenders(
  measure: (ringside: Contender, empty: Contender) => Promise<void>,
): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'ringside-bench-'));
  const settings = { folder: data, secret: newSecret() };
  const relay = await startRelay(settings);
  try {
    await askRelay(settings, ['agents', 'add', NORA], v.unknown());
    const { token } = await askRelay(settings, ['devices', 'token', NORA], v.object({ token: v.string() }));
    const pair = await contenders(relay.url, token);
    await measure(...pair);
    for (const one of pair) await one.cleanUp();
  } finally {
    await endProcess(relay.child);
    await rm(data, { recursive: true, force: true });
  }
}
