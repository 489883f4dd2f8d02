import { connect, outage } from './fleet.ts';
import type { Ask } from './load-asks.ts';
import { latency, rate } from './posting.ts';

/** The load generator's process: does what it is asked, one thing at a time. */
async function perform(ask: Ask): Promise<object> {
  switch (ask.kind) {
    case 'connect':
      return await connect(ask);
    case 'latency':
      return await latency(ask);
    case 'rate':
      return await rate(ask);
    case 'outage':
      return await outage(ask);
  }
}

process.on('message', (ask: Ask) => {
  perform(ask).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
