import { describe, expect, it } from 'vitest';
import { readWebhookHeaders } from '../../../../src-relay/intake/headers.ts';
import {
  isTimely,
  parseSecrets,
  SecretError,
  sign,
  verify,
  type Signed,
} from '../../../../src-relay/webhook-secrets/signature.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Published with the Standard Webhooks libraries: https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries */
const VECTORS = [
  {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: '1614265330',
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    timestamp: '1649367553',
    body: '{"email":"test@example.com","username":"test_user"}',
    signature: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
  },
] as const;
const [FIRST] = VECTORS;
const [SECRET] = parseSecrets(FIRST.secret);
const SIGNED: Signed = { id: FIRST.id, timestamp: FIRST.timestamp, body: utf8(FIRST.body) };
const GOOD = FIRST.signature;
const BAD = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=';

const passes = (header: string, signed = SIGNED, secrets = parseSecrets(FIRST.secret)): boolean =>
  verify(secrets, signed, header);

describe('the published vectors', () => {
  it.each(VECTORS)('sign and verify: $id', ({ secret, id, timestamp, body, signature }) => {
    const [key] = parseSecrets(secret);
    const signed = { id, timestamp, body: utf8(body) };
    expect(key && sign(key, signed)).toBe(signature);
    expect(verify(parseSecrets(secret), signed, signature)).toBe(true);
  });

  it('signs an empty body', () => {
    expect(SECRET && sign(SECRET, { ...SIGNED, body: utf8('') })).toBe(
      'v1,v48jdbgvh29KJz2Qc+ghw8G6vG3nAKnujWBg8oM/62A=',
    );
  });

  it('reads a secret without base64 padding', () => {
    const [key] = parseSecrets('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwBr');
    expect(key && sign(key, SIGNED)).toBe('v1,yK2tMbA6BHPrMEJ1lLv7UlJJbgFoqGenJkiajZ29evg=');
  });

  it('signs the bytes of a body beyond ASCII', () => {
    const body = utf8(
      '{"topic":"call.received","version":"2.0","timestamp":"2026-01-05T09:00:00.000Z","data":{"from_number":"+33600000001","to_number":"+33100000002","started_at":"2026-01-05T09:00:00.000Z","user_email":"nora@example.com","person":{"id":"con_1","name":"Zoé","last_name":null,"email":null,"emails":[],"numbers":["+33600000001"],"job_title":null},"company":null,"deals":null}}',
    );
    const signed = { id: 'msg_testvector0001', timestamp: '1767603600', body };
    const secrets = parseSecrets(VECTORS[1].secret);
    expect(verify(secrets, signed, 'v1,+MNbrP1hEsggbdevtCewZYg/H3hbWbp1uBX1UTpqx10=')).toBe(true);
  });
});

describe('a signature passes', () => {
  it('among several, wherever it stands', () => {
    expect(passes(`${BAD} v2,${GOOD.slice(3)} ${GOOD} ${BAD}`)).toBe(true);
    expect(passes(`  ${GOOD}  `)).toBe(true);
  });

  it('with any of several secrets, so that a secret can be rotated', () => {
    const both = parseSecrets(`${VECTORS[1].secret}, ${FIRST.secret}`);
    expect(verify(both, SIGNED, GOOD)).toBe(true);
  });
});

describe('a signature does not pass', () => {
  it.each([
    ['wrong in the last character', BAD],
    ['some other text', 'v1,dawfeoifkpqwoekfpqoekf'],
    ['cut short', GOOD.slice(0, 8)],
    ['empty after the version', 'v1,'],
    ['without a version', GOOD.slice(3)],
    ['of another version only', `v2,${GOOD.slice(3)} v1a,${GOOD.slice(3)}`],
    ['with something after it', `${GOOD},junk`],
    ['with its padding cut off', GOOD.slice(0, -1)],
    ['joined to another by a comma', `${GOOD},${GOOD}`],
    ['in another case', GOOD.toLowerCase()],
    ['several, none of them good', `${BAD} ${BAD}`],
  ])('%s', (_, header) => {
    expect(passes(header)).toBe(false);
  });

  it('hidden among a thousand', () => {
    expect(passes([...Array.from({ length: 999 }, () => BAD), GOOD].join(' '))).toBe(false);
  });

  it('for another body, id or timestamp', () => {
    expect(passes(GOOD, { ...SIGNED, body: utf8('{"test":2432232314}') })).toBe(false);
    expect(passes(GOOD, { ...SIGNED, body: utf8('{"test": 2432232314} ') })).toBe(false);
    expect(passes(GOOD, { ...SIGNED, id: 'msg_other' })).toBe(false);
    expect(passes(GOOD, { ...SIGNED, timestamp: '1614265331' })).toBe(false);
  });

  it('with the secret of another endpoint, or with none', () => {
    expect(passes(GOOD, SIGNED, parseSecrets(VECTORS[1].secret))).toBe(false);
    expect(passes(GOOD, SIGNED, [])).toBe(false);
  });
});

describe('secrets', () => {
  it.each([
    ['an empty secret', 'whsec_'],
    ['no prefix', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['23 bytes', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS'],
    ['not base64', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa!w'],
    ['an empty one after a comma', `${FIRST.secret},`],
  ])('%s is refused, without showing it', (_, text) => {
    expect(() => parseSecrets(text)).toThrow(SecretError);
    expect(() => parseSecrets(text)).not.toThrow(/MfKQ/);
  });

  it('blank text is none', () => {
    expect(parseSecrets(' ')).toEqual([]);
  });
});

describe('timestamps', () => {
  const now = Number(FIRST.timestamp) * 1000 + 999;
  it('are good up to exactly 300 s off, either way', () => {
    expect(isTimely(String(1614265330 - 300), now)).toBe(true);
    expect(isTimely(String(1614265330 + 300), now)).toBe(true);
    expect(isTimely(String(1614265330 - 301), now)).toBe(false);
    expect(isTimely(String(1614265330 + 301), now)).toBe(false);
  });

  it('in milliseconds are out of range', () => {
    expect(isTimely('161426533000', now)).toBe(false);
  });
});

describe('headers', () => {
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1614265330', 'webhook-signature': GOOD };

  it('are read when all three are there', () => {
    expect(readWebhookHeaders(headers)).toEqual({
      id: 'msg_1',
      timestamp: '1614265330',
      signature: GOOD,
    });
  });

  it.each(Object.keys(headers))('without %s are none', (name) => {
    expect(readWebhookHeaders({ ...headers, [name]: undefined })).toBeNull();
    expect(readWebhookHeaders({ ...headers, [name]: '' })).toBeNull();
  });

  it.each(['a.b', 'a b', 'msg_1, msg_1', 'é', 'x'.repeat(129)])('with the id %j are none', (id) => {
    expect(readWebhookHeaders({ ...headers, 'webhook-id': id })).toBeNull();
  });

  it.each(['hello', '1614265330abc', '1614265330.9', ' +1614265330', '-1', '1'.repeat(13), '0x10'])(
    'with the timestamp %j are none',
    (timestamp) => {
      expect(readWebhookHeaders({ ...headers, 'webhook-timestamp': timestamp })).toBeNull();
    },
  );

  it.each(['invalid_signature', ',abc', 'v,abc'])('with the signature %j are none', (signature) => {
    expect(readWebhookHeaders({ ...headers, 'webhook-signature': signature })).toBeNull();
  });
});
