import type { LinkTrouble } from '../../src-shared/link/trouble.ts';

/**
 * Sources: https://nodejs.org/api/errors.html#common-system-errors, https://nodejs.org/api/dns.html#error-codes and
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const TROUBLES: Readonly<Record<string, LinkTrouble>> = {
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unknown',
  EAI_NODATA: 'name-unknown',
  EAI_NONAME: 'name-unknown',
  EAI_FAIL: 'name-unknown',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ENETDOWN: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  EHOSTDOWN: 'no-route',
  EACCES: 'no-route',
  EPERM: 'no-route',
  ETIMEDOUT: 'timed-out',
  ESOCKETTIMEDOUT: 'timed-out',
  TimeoutError: 'timed-out',
  ECONNRESET: 'dropped',
  ECONNABORTED: 'dropped',
  EPIPE: 'dropped',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-early',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-name',
  HOSTNAME_MISMATCH: 'certificate-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-authority',
  CERT_UNTRUSTED: 'certificate-authority',
  CERT_CHAIN_TOO_LONG: 'certificate',
  CERT_REVOKED: 'certificate',
  CERT_REJECTED: 'certificate',
  CERT_SIGNATURE_FAILURE: 'certificate',
  INVALID_CA: 'certificate',
  INVALID_PURPOSE: 'certificate',
  PATH_LENGTH_EXCEEDED: 'certificate',
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'certificate',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'certificate',
  EPROTO: 'encryption',
};

/** What an error's code of Node, OpenSSL or BoringSSL means; null: none that is known. */
export function troubleOfCode(code: string): LinkTrouble | null {
  const known = Object.hasOwn(TROUBLES, code) ? TROUBLES[code] : undefined;
  if (known !== undefined) return known;
  if (/^ERR_(?:SSL|TLS)_/.test(code)) return 'encryption';
  // What answers speaks no HTTP.
  return code.startsWith('HPE_') ? 'misfit' : null;
}
