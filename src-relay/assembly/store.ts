import { finishForgetting } from '../forget/finishing.ts';
import { onceWhenTaken } from './duty.ts';
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
  const { read, place, duty, changes } = store;
  const finish = () => finishForgetting({ read, place, workerUrl, log });
  closing.add(onceWhenTaken(duty, changes, finish, trouble));
  return store;
}
