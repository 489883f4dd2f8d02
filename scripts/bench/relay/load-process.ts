import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endProcess, endWithUs } from '../../setup/processes.mjs';
import type { Answers, Ask, AskKind } from './load-asks.ts';

const ENTRY = fileURLToPath(new URL('load.ts', import.meta.url));

/** The load generator, in a process of its own. */
export interface LoadProcess {
  readonly pid: number;
  ask<K extends AskKind>(ask: Ask<K>): Promise<Answers[K]>;
  close(): Promise<void>;
}

export function startLoad(): LoadProcess {
  const child = endWithUs(fork(ENTRY, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  return {
    pid: child.pid ?? 0,
    ask: (ask) =>
      new Promise((resolve, reject) => {
        const stopped = (): void => reject(new Error('the load generator stopped'));
        child.once('exit', stopped);
        child.once('message', (answer) => {
          child.off('exit', stopped);
          const { error } = answer as { error?: string };
          if (error === undefined) resolve(answer as never);
          else reject(new Error(error));
        });
        child.send(ask);
      }),
    close: () => endProcess(child),
  };
}
