import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, PushChannel, Pushes } from '../src-shared/ipc/contract.ts';

/** Functions only: neither Electron's objects nor its events ever reach the page. Main checks every request. */
const bridge: Bridge = {
  request: (channel, ...payload) => ipcRenderer.invoke(channel, ...payload),
  on<C extends PushChannel>(channel: C, listener: (state: Pushes[C]) => void) {
    const pushed = (_: unknown, state: Pushes[C]) => listener(state);
    ipcRenderer.on(channel, pushed);
    return () => {
      ipcRenderer.removeListener(channel, pushed);
    };
  },
};

contextBridge.exposeInMainWorld('ringside', bridge);
