import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dbus, { type DBusBroker, type MessageBus } from 'dbus-native';

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';

export interface Asked {
  readonly replaces: number;
  readonly summary: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly urgency: unknown;
  readonly pictureBytes: number;
  readonly expires: number;
}

/** A session bus of this process's own. */
export async function openBus(): Promise<{ address: string; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-bus-'));
  const broker: DBusBroker = dbus.createBroker();
  const address = await new Promise<string>((resolve, reject) => {
    broker.listen({ socket: join(folder, 'bus') }, (error, at) => (error ? reject(error) : resolve(at)));
  });
  return {
    address,
    async close() {
      await broker.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A notification server on a real bus. */
export interface NotificationDaemon {
  readonly asked: readonly Asked[];
  /** What is on screen, by the server's id. */
  readonly onScreen: ReadonlyMap<number, Asked>;
  /** From now on every call waits until `wake`. */
  hang(): void;
  wake(): void;
  /** Answers again, but for what waits: that never gets an answer. */
  forget(): void;
  /** How many calls have no answer yet. */
  waiting(): number;
  /** Refuses what says this, from now on. */
  refuse(summary: string): void;
  click(id: number): void;
  putAway(id: number): void;
  close(): Promise<void>;
}

export async function startDaemon(
  address: string,
  capabilities: readonly string[],
): Promise<NotificationDaemon> {
  const bus: MessageBus = dbus.createClient({ busAddress: address });
  // An answer to what the app asked last finds the daemon gone.
  bus.connection.on('error', () => undefined);
  const asked: Asked[] = [];
  const onScreen = new Map<number, Asked>();
  const refused = new Set<string>();
  let last = 0;
  let isEnded = false;
  let awake: Promise<void> = Promise.resolve();
  let wake = (): void => {};

  let waiting = 0;

  async function turn(): Promise<void> {
    waiting += 1;
    await awake;
    waiting -= 1;
  }

  const methods = {
    async GetCapabilities() {
      await turn();
      return [...capabilities];
    },
    async Notify(...args: unknown[]) {
      await turn();
      const [, replaces, , summary, body, actions, hints, expires] = args as [
        string,
        number,
        string,
        string,
        string,
        string[],
        Record<string, unknown>,
        number,
      ];
      const [, , , , , , pixels] = hints['image-data'] as [
        number,
        number,
        number,
        boolean,
        number,
        number,
        Buffer,
      ];
      const one = {
        replaces,
        summary,
        body,
        actions,
        expires,
        urgency: hints['urgency'],
        pictureBytes: pixels.length,
      };
      asked.push(one);
      if (refused.has(summary)) throw new Error('refused');
      const id = replaces === 0 ? (last += 1) : replaces;
      onScreen.set(id, one);
      return id;
    },
    async CloseNotification(id: number) {
      await turn();
      close(id, 3);
      return null;
    },
  };
  function close(id: number, reason: number): void {
    if (onScreen.delete(id) && !isEnded) bus.sendSignal(PATH, NAME, 'NotificationClosed', 'uu', [id, reason]);
  }
  bus.exportInterface(methods, PATH, {
    name: NAME,
    methods: {
      GetCapabilities: ['', 'as', [], ['capabilities']],
      Notify: ['susssasa{sv}i', 'u', [], ['id']],
      CloseNotification: ['u', '', ['id'], []],
    },
    signals: { ActionInvoked: ['us'], NotificationClosed: ['uu'] },
  });
  await bus.requestName(NAME, 0);
  return {
    asked,
    onScreen,
    hang: () => void (awake = new Promise((resolve) => (wake = resolve))),
    wake: () => wake(),
    forget: () => void (awake = Promise.resolve()),
    waiting: () => waiting,
    refuse: (summary) => void refused.add(summary),
    click: (id) => bus.sendSignal(PATH, NAME, 'ActionInvoked', 'us', [id, 'default']),
    putAway: (id) => close(id, 2),
    close() {
      isEnded = true;
      return bus.close();
    },
  };
}
