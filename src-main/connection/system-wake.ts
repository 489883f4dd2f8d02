import { net, powerMonitor } from 'electron';
import { watchForWake } from './wake.ts';

/** Watches this machine's sleep and network. @returns stops watching */
export function watchSystemWake(onWake: (why: string) => void): () => void {
  return watchForWake({ power: powerMonitor, isOnline: () => net.isOnline(), onWake });
}
