import { connect, type Socket } from 'node:net';
import { upgradeRequest } from '../../../test/fixtures/relay/raw-socket.ts';

/** A device's socket, as cheap as can be: thousands of them share a core with the server that is measured. */
export interface DeviceSocket {
  send(text: string): void;
  drop(): void;
}

export interface DeviceEars {
  /** The payload of a text frame; it is only valid during the call. */
  readonly frame: (payload: Buffer) => void;
  /** Refused, reset or closed; once. */
  readonly gone: () => void;
}

const END_OF_HEAD = '\r\n\r\n';
const [TEXT, PING] = [0x1, 0x9];
/** A mask of zeros leaves the payload as it is. */
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/** Connects and upgrades (RFC 6455). @returns null when it was refused */
export function deviceSocket(port: number, token: string, ears: DeviceEars): Promise<DeviceSocket | null> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  return new Promise((resolve) => {
    let rest: Buffer | null = null;
    let isOpen = false;
    socket.on('error', () => undefined);
    socket.on('close', () => (isOpen ? ears.gone() : resolve(null)));
    socket.on('connect', () => socket.write(upgradeRequest(token)));
    socket.on('data', (chunk: Buffer) => {
      let bytes = rest === null ? chunk : Buffer.concat([rest, chunk]);
      rest = null;
      if (!isOpen) {
        const end = bytes.indexOf(END_OF_HEAD);
        if (end < 0) return void (rest = bytes);
        if (!bytes.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) return void socket.destroy();
        isOpen = true;
        resolve({ send: (text) => socket.write(masked(text)), drop: () => socket.destroy() });
        bytes = bytes.subarray(end + END_OF_HEAD.length);
      }
      rest = eachFrame(bytes, (opcode, payload) => {
        if (opcode === TEXT) ears.frame(payload);
        else if (opcode === PING) socket.write(PONG);
      });
    });
  });
}

/** @returns the bytes of a frame that is not whole yet */
function eachFrame(bytes: Buffer, take: (opcode: number, payload: Buffer) => void): Buffer | null {
  let at = 0;
  while (bytes.length - at >= 2) {
    const opcode = (bytes[at] ?? 0) & 0xf;
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length - at < head) break;
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6);
    const end = at + head + length;
    if (bytes.length < end) break;
    take(opcode, bytes.subarray(at + head, end));
    at = end;
  }
  return at === bytes.length ? null : bytes.subarray(at);
}

function masked(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length >= 126) throw new Error('devices say little');
  return Buffer.concat([Buffer.from([0x80 | TEXT, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]);
}
