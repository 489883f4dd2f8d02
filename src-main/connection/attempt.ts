import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { MAX_TAKEN_FRAME_BYTES } from '../../src-shared/limits/limits.ts';
import { SUBPROTOCOL } from '../../src-shared/wire/protocol.ts';
import type { Reach } from '../network/reach.ts';
import { failureOfClose, failureOfError, failureOfRefusal, type Failure } from '../network/failure.ts';
import { agentSocketUrl } from '../../src-shared/wire/relay-address.ts';

export interface AttemptOptions {
  readonly relay: URL;
  readonly token: string;
  /** Opens the way there. */
  readonly reach: Reach;
  /** Whether this computer is in any network at all. */
  readonly isOnline: () => boolean;
  /** Whether a journal of that name is one that this computer is known to. */
  readonly isOurs: (journal: string) => boolean;
  readonly onOpen: () => void;
  /** Something came: of a big frame on a slow line the whole may take minutes. */
  readonly onAlive: () => void;
  readonly onText: (text: string) => void;
  /** It did not come about, or it ended. Called once, and nothing after it. */
  readonly onFailure: (failure: Failure) => void;
}

/** One try at a socket to the relay, from the way there to its end. */
export interface Attempt {
  send(text: string): void;
  /** Nothing of it is heard any more. */
  giveUp(): void;
}

export function startAttempt(options: AttemptOptions): Attempt {
  const { relay, token, reach, isOnline, isOurs } = options;
  const url = agentSocketUrl(relay);
  let socket: WebSocket | null = null;
  let over = false;

  const unlessOver =
    <A extends unknown[]>(listener: (...args: A) => void) =>
    (...args: A) => {
      if (!over) listener(...args);
    };
  const fail = unlessOver((failure: Failure) => {
    over = true;
    options.onFailure(failure);
  });

  function speakOver(way: Socket): void {
    if (over) {
      way.destroy();
      return;
    }
    socket = new WebSocket(url, SUBPROTOCOL, {
      createConnection: () => way,
      headers: { authorization: `Bearer ${token}` },
      maxPayload: MAX_TAKEN_FRAME_BYTES,
      perMessageDeflate: false,
    });
    socket.on('open', () => {
      way.on('data', unlessOver(options.onAlive));
      unlessOver(options.onOpen)();
    });
    socket.on(
      'message',
      unlessOver((data) => options.onText(String(data))),
    );
    socket.on('unexpected-response', (_, { statusCode = 0, headers }) =>
      fail(failureOfRefusal({ status: statusCode, headers }, isOurs, Date.now())),
    );
    socket.on('close', (code) => fail(failureOfClose(code)));
    // Without a listener an error of a socket that was given up would end the process.
    socket.on('error', (error) => fail(failureOfError(error, isOnline())));
  }

  reach
    .open(url)
    .then(speakOver)
    .catch((error: unknown) => fail(failureOfError(error, isOnline())));
  return {
    send: (text) => socket?.send(text),
    giveUp() {
      over = true;
      socket?.terminate();
    },
  };
}
