import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { LINE, NORA, newSecret } from '../../test/fixtures/allo.ts';
import { endProcess } from '../setup/processes.mjs';
import { say } from '../setup/problem.mjs';
import { portForRelay } from './port.ts';
import { askRelay, startRelay } from '../relay/process.ts';
import { newRunFolder, removeSession, writeSession, type DemoSession } from './session.ts';

/** A relay that runs, with one agent and her device. */
export interface Stage {
  readonly session: DemoSession;
  /** Pairs the app. */
  readonly token: string;
  /** The app's own profile, so that the demo leaves the real one alone. */
  readonly userData: string;
  /** The relay of the newest build, at the same address and with the same data. */
  restartRelay(): Promise<void>;
  /** Ends the relay and forgets the session. */
  strike(): Promise<void>;
}

/** What an admin would write into relay.config.json. */
const CONFIG = {
  lines: { [LINE]: { name: 'Sales line', agents: [NORA] } },
  crm: { preset: 'hubspot', portal: '10000001' },
};

/** Sets everything up as an admin would: a fresh relay with a throw-away secret, an agent, a device. */
export async function setStage(): Promise<Stage> {
  const folder = newRunFolder();
  const data = join(folder, 'relay');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'relay.config.json'), JSON.stringify(CONFIG, null, 2));
  const settings = { port: await portForRelay(), folder: data, secret: newSecret() };
  let relay = await startRelay(settings);
  try {
    await askRelay(settings, ['agents', 'add', NORA], v.unknown());
    const { token } = await askRelay(settings, ['devices', 'token', NORA], v.object({ token: v.string() }));
    const session = { url: relay.url, secret: settings.secret, agent: NORA, line: LINE };
    writeSession(session);
    say(`a relay listens at ${relay.url}, with ${NORA} on the sales line`);
    return {
      session,
      token,
      userData: join(folder, 'app'),
      restartRelay: async () => {
        await endProcess(relay.child);
        relay = await startRelay({ ...settings, port: Number(new URL(relay.url).port) });
      },
      strike: async () => {
        removeSession(session);
        await endProcess(relay.child);
      },
    };
  } catch (error) {
    await endProcess(relay.child);
    throw error;
  }
}
