import type { App } from 'electron';
import type { ManagedStore } from '../managed/managed-store.ts';
import type { Paths } from '../disk/paths.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import { lastProblems } from './last-problems.ts';
import { machineFacts } from './machine.ts';

/**
 * Diagnostics for `ringside --diagnostics`: of this computer and of what the app has logged, without starting it, so that
 * it neither needs a display nor disturbs one that runs.
 */
export async function diagnosticsWithoutApp(
  app: App,
  managed: Pick<ManagedStore, 'get'>,
  paths: Pick<Paths, 'log' | 'releaseInfo'>,
): Promise<string> {
  return diagnosticsText({
    now: Date.now(),
    machine: machineFacts(app, { managed: managed.get(), releaseInfo: paths.releaseInfo }),
    starts: null,
    running: null,
    problems: await lastProblems(paths.log),
  });
}
