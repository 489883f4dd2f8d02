import type { Command } from 'commander';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { relayLog } from '../log/log.ts';
import type { Stop } from '../assembly/opening.ts';
import { startRelay } from '../assembly/relay.ts';
import { optionsOf, type CliParts } from './context.ts';
import { example } from './terminal.ts';

/** Draining takes 5 s at most; a second signal of the same kind does not wait. */
const STOP_WITHIN_MS = 4500;
const STOPS: readonly (readonly [NodeJS.Signals, Stop])[] = [
  ['SIGTERM', 'restarting'],
  ['SIGINT', 'going-away'],
];

/** `serve`: runs the relay until SIGTERM or SIGINT. */
export function addServeCommand(program: Command, { terminal, now, workerUrl }: CliParts): void {
  program
    .command('serve')
    .description('run the relay; prints {"listening":"http://…"} when it is ready')
    .addHelpText(
      'after',
      example('ALLO_WEBHOOK_SECRETS=whsec_… ringside-relay serve --data /var/lib/ringside'),
    )
    .action(async (_: object, command: Command) => {
      const { settings } = optionsOf(command);
      const stopped = stopSignal();
      const registry = new Registry();
      collectDefaultMetrics({ register: registry });
      const { log, lost } = relayLog(settings.logLevel);
      const relay = await startRelay(settings, { log, registry, workerUrl, now, logLinesLost: lost });
      // With a terminal SIGHUP says that it was closed, and ends the relay as it always did.
      if (!process.stdin.isTTY) process.on('SIGHUP', relay.reload);
      try {
        terminal.out(`${JSON.stringify({ listening: relay.url })}\n`);
      } catch (err) {
        log.warn({ err }, 'nobody could be told on stdout that the relay listens');
      }
      const stop = await stopped;
      log.info({ stop }, 'stopping');
      // Ends the process whatever is left, and keeps nothing waiting when nothing is.
      setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
      await relay.close(stop);
    });
}

function stopSignal(): Promise<Stop> {
  return new Promise((resolve) => {
    for (const [signal, stop] of STOPS) process.once(signal, () => resolve(stop));
  });
}
