import type { RelayHere } from '../journal/shared.ts';
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

/** A path that only speaks WebSocket. */
export function upgradeOnly(): Handler {
  return (request, response) =>
    answer(request, response, 426, { error: 'upgrade required' }, { Upgrade: 'websocket' });
}
