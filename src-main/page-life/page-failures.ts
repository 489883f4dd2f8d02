import type { RequestPayload } from '../../src-shared/ipc/contract.ts';
import type { Log } from '../log/log.ts';

/** So many failures of one part of one page are logged; more of the same tell nothing new. */
const LOGGED = 20;

type Failure = RequestPayload<'page:failed'>;

/** Logs what pages could not draw, and lets the window know whose page draws nothing any more. */
export function followPageFailures(
  windows: Readonly<Record<Failure['page'], { failed(): void }>>,
  log: Log,
): (failure: Failure) => void {
  const counts = new Map<string, number>();
  return ({ page, part, error }) => {
    const kind = `${page} ${part}`;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count <= LOGGED) log.error('a part of a page failed', { page, part, error, count });
    if (part === 'page') windows[page].failed();
  };
}
