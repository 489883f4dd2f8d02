import { createHmac, timingSafeEqual } from 'node:crypto';
import { answer, completed, contact, ring, sms, tag } from '../../fixtures/allo.ts';
import { signedHeaders } from '../../fixtures/allo.ts';
import type { Chance } from './chance.ts';

/** One generated request, as bytes. */
export interface Generated {
  readonly kind: string;
  readonly bytes: Buffer<ArrayBuffer>;
  /** What a genuine webhook of ours must be answered; null where the relay decides. */
  readonly must: number | null;
  /** Nothing else can follow on its connection, which is ended after it. */
  readonly last: boolean;
}

/** Every shape a JSON body can have: known events, events with odd values, and anything else. */
function anyBody(chance: Chance): Buffer<ArrayBuffer> {
  const odd = (): unknown =>
    chance.of<unknown>([
      null,
      true,
      0,
      -1,
      1e308,
      '',
      'x'.repeat(chance.below(3000)),
      [],
      {},
      [[[[]]]],
      '\u202egnp.exe',
      '\ud800',
      { __proto__: null, constructor: { prototype: 1 } },
      '2026-13-45T99:99:99Z',
      'anonymous',
      '+',
      [null, 1, 'a'],
    ]);
  // Every call is another one, as in life: thousands of one caller's within seconds are another test.
  const from_number = `+4479${String(chance.below(10 ** 8)).padStart(8, '0')}`;
  const event = chance.of([ring, answer, completed, contact, sms, tag])({
    from_number,
    id: `cll_${from_number}`,
    call_id: `cll_${from_number}`,
    numbers: [from_number],
  });
  switch (chance.below(8)) {
    case 0:
      return chance.bytes(chance.below(300));
    case 1:
      return Buffer.from(JSON.stringify(odd()));
    case 2:
      return Buffer.from(`${'['.repeat(chance.below(20_000))}`);
    case 3: {
      const keys = Object.keys(event.data);
      const key = keys[chance.below(keys.length)] ?? 'x';
      return Buffer.from(JSON.stringify({ ...event, data: { ...event.data, [key]: odd() } }));
    }
    case 4:
      return Buffer.from(
        JSON.stringify({ ...event, [chance.of(['topic', 'version', 'timestamp', 'data'])]: odd() }),
      );
    case 5: {
      const text = Buffer.from(JSON.stringify(event));
      text[chance.below(text.length)] = chance.below(256);
      return text;
    }
    default:
      return Buffer.from(JSON.stringify(event));
  }
}

/** Makes the request with this number. `secret` is the relay's. */
export function generateRequest(chance: Chance, secret: string, which: number): Generated {
  if (chance.oneIn(12)) return { kind: 'junk', bytes: junk(chance), must: null, last: true };
  const body = anyBody(chance);
  const id = `msg_fuzz_${which}`;
  const headers = new Map(Object.entries(signedHeaders(secret, id, body)));
  const genuine = { method: 'POST', path: '/webhooks/allo', headers, body };
  switch (chance.below(6)) {
    case 0:
      return { kind: 'genuine', bytes: wire(genuine), must: 200, last: false };
    case 1:
      return { kind: 'bytes changed', bytes: mutated(chance, wire(genuine)), must: null, last: true };
    case 2: {
      const name = chance.of(['webhook-id', 'webhook-timestamp', 'webhook-signature']);
      headers.set(name, oddHeader(chance, headers.get(name) ?? ''));
      return { kind: `odd ${name}`, bytes: wire(genuine), must: null, last: false };
    }
    case 3: {
      const other = Buffer.from(body);
      if (other.length > 0) other[chance.below(other.length)] = chance.below(256);
      return { kind: 'body changed', bytes: wire({ ...genuine, body: other }), must: null, last: false };
    }
    case 4: {
      const method = chance.of(['GET', 'PUT', 'DELETE', 'PATCH', 'POST', 'OPTIONS']);
      const path = chance.of([
        '/',
        '/pair',
        '/join',
        '/agent',
        '/readyz',
        '/healthz',
        '/webhooks/allo/',
        '/../webhooks/allo',
        '/%00',
        '//',
      ]);
      return { kind: 'elsewhere', bytes: wire({ method, path, headers, body }), must: null, last: false };
    }
    default:
      return { kind: 'chunked', bytes: chunked(chance, genuine), must: 200, last: false };
  }
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer<ArrayBuffer>;
}

function head({ method, path, headers }: Request, framing: string): string {
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, 'Host: relay', framing, ...lines, '', ''].join('\r\n');
}

function wire(request: Request): Buffer<ArrayBuffer> {
  const text = head(request, `Content-Length: ${request.body.length}`);
  return Buffer.concat([Buffer.from(text, 'latin1'), request.body]);
}

function chunked(chance: Chance, request: Request): Buffer<ArrayBuffer> {
  const parts = [Buffer.from(head(request, 'Transfer-Encoding: chunked'), 'latin1')];
  for (let at = 0; at < request.body.length;) {
    const chunk = request.body.subarray(at, at + 1 + chance.below(4000));
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
    at += chunk.length;
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

function junk(chance: Chance): Buffer<ArrayBuffer> {
  const start = chance.of([
    '',
    'GET ',
    'POST /webhooks/allo HTTP/1.1\r\n',
    'PRI * HTTP/2.0\r\n\r\n',
    '\x16\x03\x01\x02',
  ]);
  return Buffer.concat([Buffer.from(start, 'latin1'), chance.bytes(1 + chance.below(400))]);
}

function mutated(chance: Chance, bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const at = chance.below(bytes.length);
  const piece = chance.bytes(1 + chance.below(4));
  switch (chance.below(3)) {
    case 0:
      return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + piece.length)]);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
    default:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + piece.length)]);
  }
}

function oddHeader(chance: Chance, value: string): string {
  switch (chance.below(6)) {
    case 0:
      return '';
    case 1:
      return `${value}.${value}`;
    case 2:
      return value.slice(0, chance.below(value.length));
    case 3:
      return `${value}, ${value}`;
    case 4:
      return Array.from({ length: 40 }, () => value).join(' ');
    default:
      return chance.bytes(20).toString('base64');
  }
}

/**
 * Whether some reading of these bytes is a genuine webhook: our own reading of HTTP and of the signature, which shares
 * nothing with the relay's. Chunked ones are taken for what they were made from.
 */
export function isGenuine(bytes: Buffer<ArrayBuffer>, secret: string): boolean {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const lines = bytes.subarray(0, end).toString('latin1').split('\r\n').slice(1);
  const values = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const known = values.get(name);
    values.set(name, known === undefined ? value : `${known}, ${value}`);
  }
  const body = bytes.subarray(end + 4, end + 4 + Number(values.get('content-length') ?? 0));
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map(
    (n) => values.get(`webhook-${n}`) ?? '',
  );
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 301) return false;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return (signatures ?? '').split(' ').some((signature) => {
    const offered = Buffer.from(signature.slice('v1,'.length), 'base64');
    return offered.length === expected.length && timingSafeEqual(offered, expected);
  });
}
