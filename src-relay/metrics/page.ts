import type { Handler } from '../http/server.ts';
import type { Metrics } from './metrics.ts';

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
