import type { Metrics } from '../metrics/metrics.ts';
import { answer } from './answers.ts';
import type { Handler } from './server.ts';

/** `GET /healthz`: the process lives. */
export function healthz(): Handler {
  return (request, response) => answer(request, response, 200, { status: 'ok' });
}

/** `GET /readyz`: 200 when webhooks can be accepted, else 503 with every reason why not. */
export function readyz(reasons: () => readonly string[]): Handler {
  return (request, response) => {
    const now = reasons();
    if (now.length === 0) answer(request, response, 200, { status: 'ready' });
    else answer(request, response, 503, { status: 'not ready', reasons: now });
  };
}

/** `GET /metrics`: Prometheus text. */
export function metricsPage(metrics: Metrics): Handler {
  return async (_, response) => {
    const { text, type } = await metrics.expose();
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' });
    response.end(text);
  };
}

/** A path that only speaks WebSocket. */
export function upgradeOnly(): Handler {
  return (request, response) =>
    answer(request, response, 426, { error: 'upgrade required' }, { Upgrade: 'websocket' });
}
