import type { BuildEnvironment, ViteBuilder } from 'vite';
import { say } from '../setup/problem.mjs';

/** Builds one environment now and again on every change. */
export interface Watch {
  /** Resolves after the first build, good or bad. */
  readonly first: Promise<void>;
  close(): Promise<void>;
}

/** `rebuilt` is called after every good build but the first; a broken one is told and changes nothing. */
export async function watchEnvironment(
  builder: ViteBuilder,
  environment: BuildEnvironment,
  rebuilt: () => void,
): Promise<Watch> {
  const watcher = await builder.build(environment);
  if (!('on' in watcher)) throw new Error('the build was not in watch mode');
  let isFirst = true;
  const first = new Promise<void>((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') say(`${environment.name} does not build: ${event.error.message}`);
      if (event.code === 'BUNDLE_END') void event.result.close();
      if (event.code !== 'END' && event.code !== 'ERROR') return;
      if (!isFirst && event.code === 'END') {
        say(`${environment.name} was rebuilt`);
        rebuilt();
      }
      isFirst = false;
      resolve();
    });
  });
  return { first, close: async () => await watcher.close() };
}
