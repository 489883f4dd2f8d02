import type { CallKey } from '../../src-shared/brand.ts';
import type { RequestHandlers } from './handle.ts';

/**
 * The same handlers, which do with a call what a page asks of the key that it had before: what was typed or clicked while
 * it moved is not lost.
 */
export function byKeyNow(handlers: RequestHandlers, now: (key: CallKey) => CallKey): RequestHandlers {
  const following = Object.entries(handlers).map(([channel, handle]) => [
    channel,
    (payload: unknown) => (handle as (payload: unknown) => unknown)(atNow(payload, now)),
  ]);
  return Object.fromEntries(following) as RequestHandlers;
}

function atNow(payload: unknown, now: (key: CallKey) => CallKey): unknown {
  if (typeof payload !== 'object' || payload === null || !('key' in payload)) return payload;
  return { ...payload, key: now(payload.key as CallKey) };
}
