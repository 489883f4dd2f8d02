import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureOfClose, failureOfError, failureOfRefusal } from '../../../../src-main/network/failure.ts';
import { ProxyTrouble } from '../../../../src-main/network/proxy-trouble.ts';
import { LINK_TROUBLES } from '../../../../src-shared/link/trouble.ts';
import { CLOSE, journalOf } from '../../../../src-shared/wire/protocol.ts';

const NOW = Date.UTC(2026, 0, 13, 12);
const coded = (code: string) => Object.assign(new Error('x'), { code });
const refused = (status: number, headers = {}) =>
  failureOfRefusal({ status, headers }, (journal) => journal === 'ours', NOW);

describe('an error', () => {
  test.each([
    ['ENOTFOUND', 'name-unknown'],
    ['EAI_AGAIN', 'name-unknown'],
    ['ECONNREFUSED', 'refused'],
    ['EHOSTUNREACH', 'no-route'],
    ['ENETUNREACH', 'no-route'],
    ['ETIMEDOUT', 'timed-out'],
    ['ECONNRESET', 'dropped'],
    ['EPIPE', 'dropped'],
    ['CERT_HAS_EXPIRED', 'certificate-expired'],
    ['CERT_NOT_YET_VALID', 'certificate-early'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-name'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-authority'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-authority'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate-authority'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate-authority'],
    ['CERT_REVOKED', 'certificate'],
    ['EPROTO', 'encryption'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'encryption'],
    ['HPE_INVALID_CONSTANT', 'misfit'],
    ['constructor', 'unknown'],
    ['EWHATEVER', 'unknown'],
  ])('%s means %s', (code, trouble) => {
    expect(failureOfError(coded(code), true)).toMatchObject({ trouble, code });
  });

  test('of a computer without a network is that', () => {
    expect(failureOfError(coded('ENOTFOUND'), false)).toMatchObject({ trouble: 'offline', again: 'soon' });
  });

  test('of a proxy is the proxy’s, online or not', () => {
    const error = new ProxyTrouble('proxy-sign-in', '407');
    expect(failureOfError(error, true)).toMatchObject({ trouble: 'proxy-sign-in', again: 'slowly' });
  });

  test('of the handshake says that app and relay do not fit', () => {
    expect(failureOfError(new Error('Invalid Sec-WebSocket-Accept header'), true).trouble).toBe('misfit');
    expect(failureOfError(new Error('Server sent no subprotocol'), true).trouble).toBe('misfit');
  });

  test('whatever it is has a reason, and never ends the pairing', () => {
    fc.assert(
      fc.property(fc.anything(), fc.boolean(), (error, isOnline) => {
        const failure = failureOfError(error, isOnline);
        return LINK_TROUBLES.includes(failure.trouble) && failure.again !== 'never';
      }),
    );
  });
});

describe('an answer in place of a socket', () => {
  test.each([
    [200, 'portal', 'slowly'],
    [302, 'redirected', 'slowly'],
    [307, 'redirected', 'slowly'],
    [400, 'misfit', 'slowly'],
    [401, 'turned-away', 'slowly'],
    [403, 'unknown', 'soon'],
    [404, 'not-found', 'slowly'],
    [407, 'proxy-refused', 'slowly'],
    [426, 'no-websocket', 'slowly'],
    [429, 'busy', 'soon'],
    [500, 'failing', 'soon'],
    [501, 'no-websocket', 'slowly'],
    [502, 'busy', 'soon'],
    [503, 'busy', 'soon'],
    [504, 'busy', 'soon'],
    [511, 'portal', 'slowly'],
  ])('of %i means %s, and it comes again %s', (status, trouble, again) => {
    expect(refused(status)).toEqual({ trouble, code: String(status), again, notBeforeMs: 0 });
  });

  test('ends the pairing only with a 401 that names a journal which knows this computer', () => {
    const status = fc.integer({ min: 100, max: 599 });
    const journal = fc.constantFrom('ours', 'theirs', undefined);
    fc.assert(
      fc.property(status, journal, (code, named) => {
        const { again } = refused(code, { 'ringside-journal': named });
        return (again === 'never') === (code === 401 && named === 'ours');
      }),
    );
  });

  test.each([
    ['2', 2_000],
    ['0', 0],
    ['86400', 300_000],
    [new Date(NOW + 7_000).toUTCString(), 7_000],
    [new Date(NOW - 7_000).toUTCString(), 0],
    ['soon', 0],
    ['-5', 0],
  ])('that asks for time until %j gets %i ms', (header, ms) => {
    expect(refused(503, { 'retry-after': header }).notBeforeMs).toBe(ms);
  });
});

test.each([
  [CLOSE.goingAway, 'busy', 'soon'],
  [CLOSE.restarting, 'busy', 'soon'],
  [CLOSE.badFrame, 'misfit', 'slowly'],
  [CLOSE.revoked, 'turned-away', 'never'],
  [CLOSE.noResume, 'dropped', 'soon'],
  [CLOSE.tooSlow, 'busy', 'soon'],
  [1006, 'dropped', 'soon'],
  [1011, 'dropped', 'soon'],
])('a close with %i means %s, and it comes again %s', (code, trouble, again) => {
  expect(failureOfClose(code)).toMatchObject({ trouble, again });
});

test('a journal keeps its name when somebody is forgotten out of it', () => {
  expect(journalOf('a5a0d8e7')).toBe('a5a0d8e7');
  expect(journalOf('a5a0d8e7.3')).toBe('a5a0d8e7');
});
