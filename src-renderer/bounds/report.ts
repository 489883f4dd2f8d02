import type { Bridge } from '../../src-shared/ipc/contract.ts';
import { ERROR_KINDS, type ErrorKind, type Part } from '../../src-shared/ipc/failures.ts';

/** Tells main that a part of the page failed, and the kind of error: its text may be somebody's name. */
export function reportFailure(bridge: Bridge, part: Part, error: unknown): void {
  const page = location.pathname.endsWith('pop.html') ? 'pop' : 'home';
  // Nobody is left to tell when this fails too.
  bridge.request('page:failed', { page, part, error: kindOf(error) }).catch(() => undefined);
}

/** Tells main of every error that nothing on the page has caught. Returns the unsubscribe. */
export function reportUncaught(bridge: Bridge): () => void {
  const onError = ({ error }: ErrorEvent) => reportFailure(bridge, 'script', error);
  const onRejection = ({ reason }: PromiseRejectionEvent) => reportFailure(bridge, 'script', reason);
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onRejection);
  return () => {
    window.removeEventListener('error', onError);
    window.removeEventListener('unhandledrejection', onRejection);
  };
}

function kindOf(error: unknown): ErrorKind {
  if (error instanceof DOMException) return 'DOMException';
  const name = error instanceof Error ? error.name : null;
  return ERROR_KINDS.find((kind) => kind === name) ?? 'other';
}
