import type { RelayHere } from '../journal/store.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { answer } from './answers.ts';
import { isFromInside } from './inside.ts';
import type { Handler } from './server.ts';

/** `GET /healthz`: the process lives. */
export function healthz(): Handler {
  return (request, response) => answer(request, response, 200, { status: 'ok' });
}

/**
 * `GET /readyz`: 200 when webhooks can be accepted, else 503. Those inside are told every reason why not, and which relays
 * share the journal, when several can.
 */
export function readyz(reasons: () => readonly string[], relays: () => readonly RelayHere[] | null): Handler {
  return (request, response) => {
    const why = reasons();
    const isReady = why.length === 0;
    const inside = isFromInside(request);
    const others = inside ? relays() : null;
    answer(request, response, isReady ? 200 : 503, {
      status: isReady ? 'ready' : 'not ready',
      ...(isReady || !inside ? {} : { reasons: why }),
      ...(others === null ? {} : { relays: others }),
    });
  };
}

/** One text takes milliseconds to make: no more often than this, however many ask. */
const METRICS_EVERY_MS = 20;

/** `GET /metrics`: Prometheus text. Whoever asks while one is due gets the same one, never an older one. */
export function metricsPage(metrics: Metrics, elapsed: () => number): Handler {
  let madeAt = -METRICS_EVERY_MS;
  let next: ReturnType<Metrics['expose']> | null = null;
  async function make(): ReturnType<Metrics['expose']> {
    const wait = madeAt + METRICS_EVERY_MS - elapsed();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
    next = null;
    madeAt = elapsed();
    return await metrics.expose();
  }
  return async (_, response) => {
    const { text, type } = await (next ??= make());
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' });
    response.end(text);
  };
}

/** A path that only speaks WebSocket. */
export function upgradeOnly(): Handler {
  return (request, response) =>
    answer(request, response, 426, { error: 'upgrade required' }, { Upgrade: 'websocket' });
}
