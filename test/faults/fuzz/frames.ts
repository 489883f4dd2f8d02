import type { Chance } from './chance.ts';

/** What one generated connection says: WebSocket frames as bytes, and whether a relay must go on with it after them. */
export interface Talk {
  readonly bytes: Buffer;
  readonly frames: number;
  /** Everything in it is allowed: the connection stays, and a ping is answered. */
  readonly isFine: boolean;
}

const TEXT = 1;
const BINARY = 2;
const PING = 9;
const PONG = 10;

/** Talks of about 40 frames: fine ones, and ones that end in something that no client may say. */
export function generateTalk(chance: Chance): Talk {
  const frames: Buffer[] = [frameOf(chance, TEXT, resume(chance))];
  const count = 10 + chance.below(50);
  while (frames.length < count) frames.push(...fineFrames(chance));
  const isFine = chance.oneIn(3);
  if (!isFine) frames.push(...badFrames(chance));
  return { bytes: Buffer.concat(frames), frames: frames.length, isFine };
}

function resume(chance: Chance): string {
  return chance.of([
    '{"type":"resume","epoch":null,"after":0}',
    '{"type":"resume","epoch":"another","after":12}',
    '{"type":"resume","epoch":null,"after":9007199254740991,"more":[1,2]}',
  ]);
}

function fineText(chance: Chance): string {
  const text = chance.bytes(chance.below(40)).toString('hex');
  return chance.of([
    `{"type":"ack","seq":${chance.below(1_000_000)}}`,
    `{"type":"claim","call":"c${text}"}`,
    `{"seq":0,"type":"ack","${text}":{"\\u0000":[]}}`,
    ` {"type" : "ack", "seq": 0 }${' '.repeat(chance.below(2000))}`,
  ]);
}

function fineFrames(chance: Chance): Buffer[] {
  switch (chance.below(5)) {
    case 0:
      return [frameOf(chance, PING, chance.bytes(chance.below(126)))];
    case 1:
      return [frameOf(chance, PONG, chance.bytes(chance.below(126)))];
    case 2: {
      // In pieces, with a ping between them.
      const text = Buffer.from(fineText(chance));
      const at = chance.below(text.length);
      return [
        frameOf(chance, TEXT, text.subarray(0, at), { fin: false }),
        frameOf(chance, PING, ''),
        frameOf(chance, 0, text.subarray(at)),
      ];
    }
    default:
      return [frameOf(chance, TEXT, fineText(chance))];
  }
}

function badFrames(chance: Chance): Buffer[] {
  switch (chance.below(12)) {
    case 0:
      // With a reserved bit set: junk could also be the start of a long frame, which may well be waited for.
      return [Buffer.concat([Buffer.from([0x70 | chance.below(256)]), chance.bytes(14 + chance.below(200))])];
    case 1:
      return [frameOf(chance, BINARY, chance.bytes(chance.below(500)))];
    case 2:
      return [frameOf(chance, TEXT, chance.bytes(1 + chance.below(200)).toString('latin1'))];
    case 3:
      return [frameOf(chance, TEXT, Buffer.from([0xff, 0xc0, 0x80]))];
    case 4:
      return [frameOf(chance, TEXT, resume(chance))];
    case 5:
      return [frameOf(chance, TEXT, 'x'.repeat(65_537 + chance.below(100_000)))];
    case 6:
      return [frameOf(chance, 3 + chance.below(5), '')];
    case 7:
      return [frameOf(chance, PING, chance.bytes(126 + chance.below(300)))];
    case 8:
      return [frameOf(chance, TEXT, '{}', { mask: false })];
    case 9:
      return Array.from({ length: 80 }, (_, i) => frameOf(chance, i === 0 ? TEXT : 0, 'x', { fin: false }));
    case 10:
      return [frameOf(chance, TEXT, '{"type":"ack","seq":0}', { reserved: 1 + chance.below(7) })];
    default:
      return [
        frameOf(
          chance,
          TEXT,
          chance.of([
            'null',
            '[]',
            '{}',
            '{"type":null}',
            '{"type":"ack","seq":-1}',
            '{"type":"ack","seq":1e99}',
            '{"type":"ack","seq":"1"}',
            '{"type":"claim"}',
            '{"type":"claim","call":""}',
            '{"type":"event"}',
            '{"type":"__proto__"}',
            `${'['.repeat(30_000)}`,
          ]),
        ),
      ];
  }
}

interface Oddities {
  readonly fin?: boolean;
  readonly mask?: boolean;
  /** The three bits that mean nothing yet. */
  readonly reserved?: number;
}

/** One frame as RFC 6455 section 5.2 lays it out: https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
function frameOf(
  chance: Chance,
  opcode: number,
  payload: string | Buffer,
  { fin = true, mask = true, reserved = 0 }: Oddities = {},
): Buffer {
  const data = Buffer.from(payload);
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const length =
    data.length < 126
      ? Buffer.from([data.length])
      : data.length < 65_536
        ? Buffer.from([126, data.length >> 8, data.length & 255])
        : Buffer.concat([Buffer.from([127, 0, 0, 0, 0]), uint32(data.length)]);
  length[0] = (length[0] ?? 0) | (mask ? 0x80 : 0);
  if (!mask) return Buffer.concat([Buffer.from([first]), length, data]);
  const key = chance.bytes(4);
  for (let i = 0; i < data.length; i += 1) data[i] = (data[i] ?? 0) ^ (key[i % 4] ?? 0);
  return Buffer.concat([Buffer.from([first]), length, key, data]);
}

/** A ping that a test knows again. */
export function pingWith(chance: Chance, payload: string): Buffer {
  return frameOf(chance, PING, payload);
}

/** Whole frames as a server sends them, unmasked, and how many bytes they take. */
export function framesIn(
  bytes: Buffer,
): { readonly opcode: number; readonly payload: Buffer; readonly end: number }[] {
  const frames = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const short = (bytes[at + 1] ?? 0) & 127;
    const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
    if (start > bytes.length) break;
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6);
    const end = start + length;
    if (end > bytes.length) break;
    frames.push({ opcode: (bytes[at] ?? 0) & 15, payload: bytes.subarray(start, end), end });
    at = end;
  }
  return frames;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
