import { percentile } from '../percentiles.ts';
import { startLoad, type LoadProcess } from '../relay/load-process.ts';
import { startRelay, type Server } from '../relay/servers.ts';
import type { Fault } from '../../../test/fixtures/crm/stand-in.ts';
import { hubspot } from './crms.ts';
import { inUse } from './in-use.ts';

const AGENTS = 20;
const CONNECTIONS = 8;
const PER_SECOND = 50;
/** Many short ones: what else the machine does changes slowly, and both sides of a pair feel it alike. */
const ROUNDS = 25;
const EVENTS = 40;
const WARM_UP = { events: 600, perSecond: 300 };

/** What becomes of each request to the CRM. */
const MODES: Readonly<Record<string, Fault | 'off' | 'answering' | 'gone'>> = {
  off: 'off',
  'off, once more': 'off',
  answering: 'answering',
  hanging: 'hang',
  refusing: { status: 503, json: {} },
  flooding: { flood: 64 * 1024 * 1024 },
  gone: 'gone',
};

interface Measured {
  readonly mode: string;
  readonly server: Server;
  readonly stop: () => Promise<void>;
  readonly rounds: (readonly number[])[];
}

/**
 * From the write of a webhook to the read of its frame while the CRM answers, hangs, refuses, floods, or is not there, next to a
 * relay without one: the modes take turns, and each is compared with `off` of the same round. That `off` differs from itself is
 * the noise.
 */
export async function benchCard(): Promise<void> {
  const load = startLoad();
  const all: Measured[] = [];
  try {
    for (const [mode, fault] of Object.entries(MODES)) all.push(await started(mode, fault));
    for (const { server } of all) {
      await load.ask({ kind: 'connect', port: server.port, devices: server.devices, resume: true });
      await latency(load, server, WARM_UP.events, WARM_UP.perSecond);
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      // Whoever is first in a round would be first in all of them.
      const turned = [...all.slice(round % all.length), ...all.slice(0, round % all.length)];
      for (const { server, rounds } of turned) rounds.push(await latency(load, server, EVENTS, PER_SECOND));
    }
    report(all);
  } finally {
    await load.close();
    for (const { stop } of all) await stop();
  }
}

async function started(mode: string, fault: Fault | 'off' | 'answering' | 'gone'): Promise<Measured> {
  if (fault === 'off') {
    const server = await startRelay(AGENTS);
    return { mode, server, rounds: [], stop: server.stop };
  }
  const { standIn, env, config } = await hubspot([]);
  const server = await startRelay(AGENTS, { env, config: { crm: config } });
  await inUse(server);
  standIn.latency = { from: 150, to: 350, seed: 7 };
  if (fault === 'gone') await standIn.close();
  else if (fault !== 'answering') standIn.play(fault, { times: 100_000 });
  return {
    mode,
    server,
    rounds: [],
    stop: async () => {
      await server.stop();
      if (fault !== 'gone') await standIn.close();
    },
  };
}

async function latency(
  load: LoadProcess,
  { port, secret }: Server,
  count: number,
  perSecond: number,
): Promise<readonly number[]> {
  const ask = { port, secret, count, perSecond, connections: CONNECTIONS, areKnown: true } as const;
  return (await load.ask({ kind: 'latency', ...ask })).ms;
}

function report(all: readonly Measured[]): void {
  const off = all.find(({ mode }) => mode === 'off')?.rounds ?? [];
  console.log(
    `\n### Webhook → WebSocket frame at ${PER_SECOND}/s, by what the CRM does, ${ROUNDS} rounds of ${EVENTS}\n`,
  );
  console.log('| CRM | p50 | p95 | p99 | p50 less that of `off` in the same round: median (middle half) |');
  console.log('|---|---|---|---|---|');
  for (const { mode, rounds } of all) {
    const samples = rounds.flat();
    const differences = rounds.map((round, i) => percentile(round, 0.5) - percentile(off[i] ?? [], 0.5));
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(samples, share).toFixed(2));
    const [low, high] = [0.25, 0.75].map((share) => percentile(differences, share));
    const paired = `${signed(percentile(differences, 0.5))} ms (${signed(low ?? 0)} to ${signed(high ?? 0)})`;
    console.log(`| ${mode} | ${p50} ms | ${p95} ms | ${p99} ms | ${mode === 'off' ? '' : paired} |`);
  }
}

function signed(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${Math.abs(ms).toFixed(2)}`;
}
