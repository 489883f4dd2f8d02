import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { TlsRules } from '../settings/postgres-url.ts';
import { StoreFault } from '../sql/sql.ts';

/**
 * How a connection is encrypted, and whose certificate is believed, by libpq's modes. The files are read with every
 * connection: certificates are renewed under a relay that runs.
 * @throws StoreFault when a file cannot be read
 */
export function tlsOptions(rules: TlsRules): false | ConnectionOptions {
  if (rules.mode === 'disable') return false;
  const own = {
    ...(rules.cert === null ? {} : { cert: contentOf('sslcert', rules.cert) }),
    ...(rules.key === null ? {} : { key: contentOf('sslkey', rules.key) }),
  };
  // Without `require`, whoever stands in between could as well say that there is no TLS.
  if (rules.mode === 'prefer' || rules.mode === 'require') return { ...own, rejectUnauthorized: false };
  return {
    ...own,
    rejectUnauthorized: true,
    ...(rules.rootCert === null ? {} : { ca: contentOf('sslrootcert', rules.rootCert) }),
    ...(rules.mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
  };
}

function contentOf(what: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new StoreFault('unavailable', `${what}: ${file} cannot be read (${code})`);
  }
}
