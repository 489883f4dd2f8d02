import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { upgradeRequest } from '../../fixtures/relay/raw-socket.ts';

/** About as much as goes out with one write of the system. */
const BURST_BYTES = 256 * 1024;
const RESUME = '{"type":"resume","epoch":null,"after":0}';

export const OPCODE = { text: 1, binary: 2, ping: 9, pong: 10 } as const;

/** A client's frame: https://www.rfc-editor.org/rfc/rfc6455#section-5.2. The mask of zeros leaves the payload as it is. */
export function clientFrame(opcode: number, payload: string | Buffer): Buffer {
  const body = Buffer.from(payload);
  const head = Buffer.alloc(body.length < 126 ? 6 : 8);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (body.length < 126 ? body.length : 126);
  if (body.length >= 126) head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

export interface Flood {
  /** Stops, and says how many bytes the relay has taken. */
  stop(): number;
}

/** Sends these bytes again and again as fast as they are taken; connects anew whenever the relay ends the connection. */
export function flood(url: string, opening: string | Buffer, repeated: Buffer, reads = true): Flood {
  const { hostname, port } = new URL(url);
  const burst = Buffer.concat(
    Array.from({ length: Math.max(1, Math.floor(BURST_BYTES / repeated.length)) }, () => repeated),
  );
  let stopped = false;
  let socket: Socket | null = null;
  let sent = 0;

  function begin(): void {
    const own = connect(Number(port), hostname);
    socket = own;
    own.on('error', () => undefined);
    if (reads) own.resume();
    own.once('close', () => {
      sent += own.bytesWritten;
      if (!stopped) setImmediate(begin);
    });
    own.write(opening);
    const more = (): void => {
      if (stopped || own.destroyed) return;
      if (own.write(burst)) setImmediate(more);
      else own.once('drain', more);
    };
    own.once('connect', more);
  }

  begin();
  return {
    stop: () => {
      stopped = true;
      socket?.destroy();
      return sent + (socket?.bytesWritten ?? 0);
    },
  };
}

/** A device that resumes and then says one thing again and again, whether it reads what it is told or not. */
export function deviceFlood(url: string, token: string, said: Buffer, reads = true): Flood {
  const opening = Buffer.concat([Buffer.from(upgradeRequest(token)), clientFrame(OPCODE.text, RESUME)]);
  return flood(url, opening, said, reads);
}

/** Resident memory of a process, in MiB. */
export function residentMiB(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}

/** Watches how much memory a process takes at most until it is asked. */
export function watchMemory(pid: number): () => number {
  let most = residentMiB(pid);
  const look = (): void => {
    try {
      most = Math.max(most, residentMiB(pid));
    } catch {
      // The process has ended, with its test.
      clearInterval(timer);
    }
  };
  const timer = setInterval(look, 20);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}
