const WITHIN_MS = 5000;

export type Asked =
  | { readonly ok: true; readonly status: number; readonly text: string; readonly headers: Headers }
  /** No answer in time: why, in words and with the system's name for it. */
  | { readonly ok: false; readonly why: string };

export async function ask(url: URL, init: RequestInit = {}): Promise<Asked> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(WITHIN_MS),
      ...init,
    });
    return { ok: true, status: response.status, text: await response.text(), headers: response.headers };
  } catch (error) {
    return { ok: false, why: whyNoAnswer(error) };
  }
}

/** What an answer is called in a sentence. */
export function statusOf(asked: Asked): string {
  return asked.ok ? String(asked.status) : `no answer (${asked.why})`;
}

/**
 * Names of OpenSSL's, Node's and the system's for what keeps two machines from talking.
 * Sources: https://nodejs.org/docs/latest-v24.x/api/tls.html#x509-certificate-error-codes and errors.html
 */
const WHYS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  CERT_REVOKED: 'the certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is of an authority that this machine does not trust',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate is of an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is of an authority that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the proxy does not send the certificates between its own and the root',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'what answers there does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'what answers there does not speak TLS',
  EPROTO: 'TLS could not be agreed on',
  ENOTFOUND: 'the name is not in DNS',
  EAI_AGAIN: 'DNS does not answer',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
  ETIMEDOUT: 'the connection was not taken in time',
  UND_ERR_CONNECT_TIMEOUT: 'the connection was not taken in time',
  TimeoutError: `nothing came within ${WITHIN_MS / 1000} s`,
};

/** Why a request or a WebSocket failed: `the certificate has expired (CERT_HAS_EXPIRED)`. */
export function whyNoAnswer(error: unknown): string {
  const names = namesOf(error);
  const known = names.find((name) => Object.hasOwn(WHYS, name));
  if (known !== undefined) return `${WHYS[known]} (${known})`;
  return names[0] ?? 'unknown error';
}

/** From the innermost cause outwards: fetch itself only says that it failed. */
function namesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  const inner = first === undefined ? [] : namesOf(first);
  const own = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const said = own === 'Error' || own === 'TypeError' ? error.message : own;
  return [...inner, said];
}
