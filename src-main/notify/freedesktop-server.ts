import dbus from 'dbus-native';
import * as v from 'valibot';

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const BUS = 'org.freedesktop.DBus';
const idSchema = v.pipe(v.number(), v.integer(), v.minValue(1));

/** A picture of the app as `image-data` wants it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Rows of four bytes: red, green, blue, alpha. */
  readonly rgba: Uint8Array;
}

export interface Notification {
  /** The server's id of the one whose place it takes; 0: none. */
  readonly replaces: number;
  readonly app: string;
  readonly summary: string;
  readonly body: string;
  /** Whether a click is wanted back. */
  readonly hasDefault: boolean;
  readonly isUrgent: boolean;
  readonly picture: Picture;
}

export interface NotificationServerListener {
  /** The default action of what is shown under this id. */
  invoked(id: number): void;
  closed(id: number): void;
  /** The server is another one, or none: what was shown is gone, and what it can is unknown. */
  replaced(): void;
  /** The connection to the bus has a problem; it is tried again by itself. */
  failed(error: Error): void;
}

/**
 * The desktop's notification server, over a connection of our own to the session bus. Every call answers when the server
 * does, rejects when it or the bus is gone, and never blocks.
 * https://specifications.freedesktop.org/notification-spec/1.3/protocol.html
 */
export interface NotificationServer {
  capabilities(): Promise<ReadonlySet<string>>;
  /** @returns the server's id */
  notify(notification: Notification): Promise<number>;
  closeNotification(id: number): Promise<void>;
  end(): void;
}

/** @param busAddress `unix:path=…`; throws when it is none that can be dialled */
export function connectNotificationServer(
  busAddress: string,
  listener: NotificationServerListener,
): NotificationServer {
  // Who waits, and for how long, is the caller's to say.
  const bus = dbus.createClient({ busAddress, timeout: 0, reconnect: { minDelay: 500, maxDelay: 30_000 } });
  bus.connection.on('error', listener.failed);
  bus.connection.on('handlerError', listener.failed);
  bus.connection.on('close', () => listener.replaced());
  listen(`type='signal',sender='${NAME}',path='${PATH}',interface='${NAME}'`);
  listen(`type='signal',sender='${BUS}',interface='${BUS}',member='NameOwnerChanged',arg0='${NAME}'`);
  bus.signals.on(bus.mangle(PATH, NAME, 'ActionInvoked'), ([id]: unknown[] = []) => {
    if (v.is(idSchema, id)) listener.invoked(id);
  });
  bus.signals.on(bus.mangle(PATH, NAME, 'NotificationClosed'), ([id]: unknown[] = []) => {
    if (v.is(idSchema, id)) listener.closed(id);
  });
  bus.signals.on(bus.mangle('/org/freedesktop/DBus', BUS, 'NameOwnerChanged'), ([name]: unknown[] = []) => {
    if (name === NAME) listener.replaced();
  });

  function listen(rule: string): void {
    bus.addMatch(rule).catch(listener.failed);
  }

  async function call(member: string, signature = '', body: unknown[] = []): Promise<unknown> {
    return await bus.invoke({ destination: NAME, path: PATH, interface: NAME, member, signature, body });
  }

  return {
    async capabilities() {
      return new Set(v.parse(v.array(v.string()), await call('GetCapabilities')));
    },
    async notify({ replaces, app, summary, body, hasDefault, isUrgent, picture }) {
      const actions = hasDefault ? ['default', app] : [];
      const { width, height, rgba } = picture;
      const hints = {
        urgency: new dbus.Variant('y', isUrgent ? 2 : 1),
        // What rings, if anything, is the card.
        'suppress-sound': new dbus.Variant('b', true),
        'image-data': new dbus.Variant('(iiibiiay)', [width, height, width * 4, true, 8, 4, rgba]),
      };
      const expires = isUrgent ? 0 : -1;
      return v.parse(
        idSchema,
        await call('Notify', 'susssasa{sv}i', [app, replaces, '', summary, body, actions, hints, expires]),
      );
    },
    async closeNotification(id) {
      await call('CloseNotification', 'u', [id]);
    },
    end: () => void bus.connection.end(),
  };
}
