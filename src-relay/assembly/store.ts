import { finishForgetting } from '../forget/finishing.ts';
import type { Store } from './opened-store.ts';
import { openEmbedded } from './embedded.ts';
import type { Opening } from './opening.ts';
import { openShared } from './shared.ts';

/**
 * Opens the journal, where the settings say that it is kept. The relay whose turn it is finishes what a kill broke off.
 * @throws JournalError, StoreFault
 */
export async function openStore(opening: Opening): Promise<Store> {
  const { settings, parts, closing, trouble } = opening;
  const { log, workerUrl } = parts;
  const { store: where } = settings;
  const store = await (where.kind === 'embedded' ? openEmbedded(opening) : openShared(opening, where));
  const { read, place, duty } = store;
  let stop: Promise<() => Promise<void>> = Promise.resolve(() => Promise.resolve());
  closing.add(
    duty.onTaken(() => {
      stop = stop.then(async (stopLast) => {
        await stopLast();
        return finishForgetting({ read, place, workerUrl, log });
      });
      stop = stop.catch((error: unknown) => {
        trouble(error);
        return () => Promise.resolve();
      });
    }),
  );
  closing.add(async () => (await stop)());
  return store;
}
