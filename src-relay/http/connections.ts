import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Limits } from '../config/limits.ts';
import { limitedAs, type Addresses } from '../config/addresses.ts';

/**
 * Bounds the connections of one address and of all together. One too many of an address is ended at once; one too many
 * of all ends the one that has been quiet longest, so that a crowd of idle ones never keeps a webhook out.
 */
export function limitConnections(
  server: Server,
  limits: () => Pick<Limits, 'connections' | 'connectionsPerAddress'>,
  addresses: Addresses,
): void {
  const byAddress = new Map<string, number>();
  /** Quietest first. */
  const open = new Set<Socket>();

  function heard(socket: Socket): void {
    if (open.delete(socket)) open.add(socket);
  }

  function count(socket: Socket): boolean {
    const peer = socket.remoteAddress;
    if (peer === undefined || addresses.isProxy(peer)) return true;
    const address = limitedAs(peer);
    const own = byAddress.get(address) ?? 0;
    if (own >= limits().connectionsPerAddress) return false;
    byAddress.set(address, own + 1);
    socket.once('close', () => {
      const left = (byAddress.get(address) ?? 1) - 1;
      if (left === 0) byAddress.delete(address);
      else byAddress.set(address, left);
    });
    return true;
  }

  server.on('connection', (socket: Socket) => {
    if (!count(socket)) {
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (open.size <= limits().connections) return;
    const [quietest] = open;
    quietest?.destroy();
  });
  server.on('request', ({ socket }) => heard(socket));
  // An agent's socket has the hub's limits.
  server.on('upgrade', ({ socket }) => open.delete(socket));
}
