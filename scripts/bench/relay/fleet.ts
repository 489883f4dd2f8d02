import { arrival } from './arrival.ts';
import { deviceSocket } from './device-socket.ts';
import type { DeviceSocket } from './device-socket.ts';
import type { Answers, Asks, Device } from './load-asks.ts';

/** The protocol's backoff: a random wait below a bound that doubles. */
const BACKOFF_MS = { first: 500, most: 30_000 };
const CONNECTING_AT_ONCE = 200;

/** One device of a target, with the last sequence number it has had. */
export interface Client {
  readonly device: Device;
  /** Of its relay. */
  readonly port: number;
  socket: DeviceSocket | null;
  seq: number;
  epoch: string | null;
}

export interface Fleet {
  readonly clients: readonly Client[];
  /** Hears of every event frame. */
  onEvent: (payload: Buffer) => void;
  onLive: (client: Client) => void;
  onGone: (client: Client) => void;
}

const fleets = new Map<number, Fleet>();
export function fleetOf(port: number): Fleet {
  const fleet = fleets.get(port);
  if (fleet === undefined) throw new Error('nobody is connected there');
  return fleet;
}

async function join(fleet: Fleet, client: Client, behind = 0): Promise<boolean> {
  const { agent, token } = client.device;
  let socket: DeviceSocket | null = null;
  socket = await deviceSocket(client.port, token === '' ? agent : token, {
    frame: (payload) => hear(fleet, client, payload),
    gone: () => {
      client.socket = null;
      fleet.onGone(client);
    },
  });
  client.socket = socket;
  const after = Math.max(0, client.seq - behind);
  socket?.send(
    JSON.stringify({
      type: 'resume',
      epoch: client.epoch,
      after: client.epoch === null ? 0 : after,
      can: ['records'],
    }),
  );
  return socket !== null;
}

/** Frames are told apart by their first letters: `{"type":"event"`. Every event is acknowledged, as the app does. */
function hear(fleet: Fleet, client: Client, payload: Buffer): void {
  const letter = String.fromCharCode(payload[9] ?? 0);
  if (letter === 'e') {
    client.seq += 1;
    client.socket?.send(`{"type":"ack","seq":${client.seq}}`);
    fleet.onEvent(payload);
  } else if (letter === 'w') {
    const { epoch, from } = JSON.parse(payload.toString()) as { epoch: string; from: number };
    client.epoch = epoch;
    client.seq = from;
  } else if (letter === 'l') {
    fleet.onLive(client);
  }
}

/** Connects devices, and waits until they are live. */
export async function connect({
  port,
  devices,
  resume,
  ports = [port],
}: Asks['connect']): Promise<Answers['connect']> {
  const started = performance.now();
  const clients = devices.map((device, i): Client => ({
    device,
    port: ports[i % ports.length] ?? port,
    socket: null,
    seq: 0,
    epoch: null,
  }));
  const fleet: Fleet = { clients, onEvent: none, onLive: none, onGone: none };
  fleets.set(port, fleet);
  let live = 0;
  const allLive = new Promise<void>((resolve) => {
    fleet.onLive = () => void ((live += 1) === devices.length && resolve());
  });
  for (let at = 0; at < clients.length; at += CONNECTING_AT_ONCE) {
    const some = clients.slice(at, at + CONNECTING_AT_ONCE);
    const joined = await Promise.all(some.map((client) => join(fleet, client)));
    if (joined.includes(false)) throw new Error('a device was refused');
  }
  if (resume) await allLive;
  return { tookMs: performance.now() - started };
}

/** Every device comes back on its own, `behind` events behind; resolves when all are live again. */
export async function outage({ port, behind }: Asks['outage']): Promise<Answers['outage']> {
  const fleet = fleetOf(port);
  const caughtUpAt: number[] = [];
  let attempts = 0;
  const done = arrival(fleet.clients.length, (all) => {
    fleet.onLive = () => {
      caughtUpAt.push(Date.now());
      all.one();
    };
  });
  async function comeBack(client: Client): Promise<void> {
    for (let bound = BACKOFF_MS.first; ; bound = Math.min(BACKOFF_MS.most, bound * 2)) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * bound));
      attempts += 1;
      if (await join(fleet, client, behind)) return;
    }
  }
  fleet.onGone = (client) => void comeBack(client);
  await done.all;
  fleet.onGone = none;
  return { caughtUpAt, attempts };
}

export function none(): void {
  // Nobody asked.
}
