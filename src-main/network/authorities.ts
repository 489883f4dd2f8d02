import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import tls, { type SecureContext } from 'node:tls';

/**
 * Where Linux systems keep the authorities that they trust, the administrator's own among them; the first that is there
 * counts. Source: https://go.dev/src/crypto/x509/root_linux.go
 */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const MAX_FILES = 1000;

export interface AuthoritiesOptions {
  readonly platform: NodeJS.Platform;
  /** `SSL_CERT_FILE` and `SSL_CERT_DIR` name other places, as for every program that uses OpenSSL. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whom to trust, as the system does now. */
export type Authorities = () => Promise<SecureContext>;

/**
 * The authorities of this system besides those that every Node knows. What was added while the app runs counts from the
 * next connection on. Promises: never throws; what cannot be read is left out.
 */
export function systemAuthorities({ platform, env }: AuthoritiesOptions): Authorities {
  let last: { readonly mark: string; readonly context: SecureContext } | null = null;

  return async () => {
    const paths = platform === 'linux' ? await filesOf(env) : [];
    const mark = (await Promise.all(paths.map(markOf))).join();
    if (last?.mark === mark) return last.context;
    const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')));
    const found = texts.flatMap((text) => text.match(PEM) ?? []);
    const context = contextWith([...tls.rootCertificates, ...ofTheSystem(), ...found]);
    last = { mark, context };
    return context;
  };
}

/** Windows' and macOS's own store, and OpenSSL's: Node 22.15 and later, which every Electron since 37 has. */
function ofTheSystem(): readonly string[] {
  const ask: unknown = Reflect.get(tls, 'getCACertificates');
  if (typeof ask !== 'function') return [];
  try {
    return tls.getCACertificates('system');
  } catch {
    return [];
  }
}

/** One that OpenSSL cannot read would cost all the others. */
function contextWith(certificates: readonly string[]): SecureContext {
  const distinct = [...new Set(certificates)];
  try {
    return tls.createSecureContext({ ca: distinct });
  } catch {
    return tls.createSecureContext({ ca: distinct.filter(isReadable) });
  }
}

function isReadable(certificate: string): boolean {
  try {
    tls.createSecureContext({ ca: certificate });
    return true;
  } catch {
    return false;
  }
}

async function filesOf(env: AuthoritiesOptions['env']): Promise<readonly string[]> {
  const file = env['SSL_CERT_FILE'] ?? (await firstThere(BUNDLES));
  const folders = (env['SSL_CERT_DIR'] ?? '').split(':').filter((folder) => folder !== '');
  const inFolders = await Promise.all(folders.map(filesIn));
  return [...(file === undefined || file === '' ? [] : [file]), ...inFolders.flat()].slice(0, MAX_FILES);
}

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if ((await markOf(path)) !== '') return path;
  return undefined;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.toSorted().map((name) => join(folder, name));
}

/** Changes when the file does; '' when it is not there. */
async function markOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found === null ? '' : `${path}:${found.mtimeMs}:${found.size}`;
}
