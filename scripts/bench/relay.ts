import { sayMachine } from './machine.ts';
import { benchLatency } from './relay/latency.ts';
import { benchMemory } from './relay/memory.ts';
import { benchRate } from './relay/rate.ts';
import { benchReconnect } from './relay/reconnect.ts';

/** The relay side by side with the least that could do its work: nothing kept, one fsync, bare sockets. */
export const relayBenchmarks = {
  'relay:latency': benchLatency,
  'relay:rate': benchRate,
  'relay:memory': benchMemory,
  'relay:reconnect': benchReconnect,
} as const;

/** All of them, with the machine they ran on. */
export async function benchRelay(): Promise<void> {
  sayMachine();
  for (const run of Object.values(relayBenchmarks)) await run();
}
