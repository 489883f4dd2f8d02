import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Problem } from '../../setup/problem.mjs';

/** The fingerprint of a primary key, 40 hex digits. */
export type Fingerprint = string & { readonly __brand: 'Fingerprint' };

/**
 * The keys that these ids mean, whose secret part is in GnuPG's keyring and can sign today.
 * @throws {Problem} no-key, saying which one is not there, is not the only one, or has expired
 */
export async function signingKeys(ids: readonly string[]): Promise<readonly Fingerprint[]> {
  const keys = await Promise.all(ids.map(signingKey));
  return [...new Set(keys)];
}

async function signingKey(id: string): Promise<Fingerprint> {
  const listed = await gpg(['--list-secret-keys', '--with-colons', '--', id]).catch((error: Problem) => {
    if (error.kind === 'no-key') return Buffer.alloc(0);
    throw error;
  });
  const lines = listed
    .toString()
    .split('\n')
    .map((line) => line.split(':'));
  const secrets = lines.filter(([kind]) => kind === 'sec');
  const [secret] = secrets;
  if (secret === undefined) {
    throw new Problem('no-key', `GnuPG has no secret key ${id}: import it, or set GNUPGHOME to where it is`);
  }
  if (secrets.length > 1)
    throw new Problem('no-key', `GnuPG has several secret keys for ${id}: give a fingerprint`);
  if (/[erid]/.test(secret[1] ?? '')) throw new Problem('no-key', `the key ${id} has expired, or is revoked`);
  if (!/S/.test(secret[11] ?? '')) throw new Problem('no-key', `the key ${id} is not for signing`);
  return lines.find(([kind]) => kind === 'fpr')?.[9] as Fingerprint;
}

/** A text with the signatures of all these keys in it: InRelease. */
export async function signInline(text: string, keys: readonly Fingerprint[]): Promise<Buffer> {
  return await gpg([...signedBy(keys), '--clearsign'], text);
}

/** The signatures alone: Release.gpg. */
export async function signDetached(text: string, keys: readonly Fingerprint[]): Promise<Buffer> {
  return await gpg([...signedBy(keys), '--armor', '--detach-sign'], text);
}

function signedBy(keys: readonly Fingerprint[]): readonly string[] {
  return ['--digest-algo', 'SHA512', ...keys.flatMap((key) => ['--local-user', key])];
}

/** The public keys alone, as apt reads them, without the signatures of others on them. */
export async function publicKeys(keys: readonly Fingerprint[]): Promise<Buffer> {
  return await gpg(['--export', '--export-options', 'export-minimal', ...keys]);
}

/** What is signed in an InRelease, and which of the known keys signed it. Everything outside of the signature is left out. */
export async function readSigned(signed: Buffer): Promise<{ text: string; signers: readonly Fingerprint[] }> {
  // GnuPG fails when there is one more signature by a key it does not have: the lines of its status tell them apart.
  const { stdout, stderr } = await run(['--status-fd', '2', '--output', '-', '--verify'], signed).catch(
    (error: { stdout: Buffer; stderr: Buffer }) => error,
  );
  const status = stderr.toString();
  const signers = [...status.matchAll(/^\[GNUPG:\] VALIDSIG .* ([0-9A-F]{40,64})$/gm)].map(
    (line) => line[1] as Fingerprint,
  );
  return /^\[GNUPG:\] BADSIG /m.test(status)
    ? { text: '', signers: [] }
    : { text: stdout.toString().replaceAll('\r\n', '\n'), signers };
}

async function gpg(args: readonly string[], input?: string): Promise<Buffer> {
  try {
    return (await run(args, input)).stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: Buffer };
    if (code === 'ENOENT') throw new Problem('no-tool', 'gpg is not there: install gnupg');
    throw new Problem(
      'no-key',
      `gpg ${args.join(' ')} failed: ${stderr?.toString().trim() ?? String(error)}`,
    );
  }
}

async function run(
  args: readonly string[],
  input?: string | Buffer,
): Promise<{ stdout: Buffer; stderr: Buffer }> {
  const running = promisify(execFile)('gpg', ['--batch', '--yes', '--no-tty', ...args], {
    encoding: 'buffer',
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 64 * 1024 * 1024,
  });
  // GnuPG may end before it has read everything; what it says then is the error to show.
  running.child.stdin?.on('error', () => {}).end(input ?? '');
  return await running;
}
