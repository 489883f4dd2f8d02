import { connect, type Socket } from 'node:net';

/** One keep-alive connection to the webhook endpoint, one request at a time. */
export interface HttpLine {
  /** @param answered hears the status */
  send(request: Buffer, answered: (status: number) => void): void;
  close(): void;
}

const END_OF_HEAD = '\r\n\r\n';

/** Bare on purpose: what it costs is taken from the server that it measures. */
export async function httpLine(port: number): Promise<HttpLine> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let answered: (status: number) => void = () => undefined;
  let text = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const end = text.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (text.length < end + END_OF_HEAD.length + length) return;
    const status = Number(text.slice(9, 12));
    text = '';
    answered(status);
  });
  return {
    send: (request, then) => {
      answered = then;
      socket.write(request);
    },
    close: () => socket.destroy(),
  };
}
