import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { CrmSecret } from '../../../../src-relay/crm/contract.ts';
import { readCrmSecretFile, writeCrmSecretFile } from '../../../../src-relay/crm/secret-file.ts';
import { keepCrmSecret } from '../../../../src-relay/crm/secret-keeper.ts';
import { crmNamedIn, crmSecretIn, crmSecretOf, crmSecretText } from '../../../../src-relay/crm/secret.ts';
import { isOpenToOthers } from '../../../../src-relay/files/private-file.ts';
import { until } from '../../../fixtures/until.ts';

const TOKEN = 'pat-eu1-11111111-2222';
const CLIENT: CrmSecret = { kind: 'client', id: '3MVG9.client_id', secret: 'AB12CD34EF56' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-secret-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const words = fc.string({ unit: fc.constantFrom(...'abcXYZ0189-_.=:/+#~!"'), minLength: 8, maxLength: 80 });

test('a secret is read back from its own text as it was', () => {
  const secrets: fc.Arbitrary<CrmSecret> = fc.oneof(
    words.map((token) => ({ kind: 'token' as const, token })),
    fc.record({ kind: fc.constant('client' as const), id: words, secret: words }),
  );
  fc.assert(
    fc.property(secrets, (secret) => {
      const values = secret.kind === 'token' ? [secret.token] : [secret.id, secret.secret];
      // What would read as something else is no secret of any CRM's.
      fc.pre(values.every((value) => !/^(?:#|client-)/.test(value) && !/^[=:]/.test(value)));
      expect(crmSecretIn(crmSecretText(secret, 'zoho'))).toEqual(secret);
      expect(crmNamedIn(crmSecretText(secret, 'zoho'))).toBe('zoho');
    }),
  );
});

describe('the text of a secret file', () => {
  it.each([
    ['a token', TOKEN],
    ['a token with a comment and blanks', `# HubSpot\r\n\r\n  ${TOKEN}  \r\n`],
    ['a token after a byte order mark', `\uFEFF${TOKEN}`],
  ])('is %s', (_, text) => expect(crmSecretIn(text)).toEqual({ kind: 'token', token: TOKEN }));

  it.each([
    ['lines', `client-id ${CLIENT.id}\nclient-secret ${CLIENT.secret}`],
    ['assignments, in any order', `client-secret=${CLIENT.secret}\nclient-id = ${CLIENT.id}`],
  ])('is a client id and its secret as %s', (_, text) => expect(crmSecretIn(text)).toEqual(CLIENT));

  it.each(['', '\n\n', '# nothing yet\n'])('is nothing: %j', (text) => expect(crmSecretIn(text)).toBeNull());

  it.each([
    ['two tokens', `${TOKEN}\n${TOKEN}x`],
    ['half of a client', `client-id ${CLIENT.id}`],
    ['the other half', `client-secret ${CLIENT.secret}`],
    ['both kinds', `${TOKEN}\nclient-id ${CLIENT.id}\nclient-secret ${CLIENT.secret}`],
    ['a token with a blank in it', 'pat eu1 1111'],
    ['a token that no header carries', 'päßwörter-und-mehr'],
    ['something too short', 'abc'],
    ['something too long', 'a'.repeat(5000)],
  ])('is refused when it is %s, without being repeated', (_, text) => {
    let message = '';
    try {
      crmSecretIn(text);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('CrmSecretError');
    for (const word of text.split(/\s+/).filter((w) => w.length > 3 && !w.startsWith('client-'))) {
      expect(message).not.toContain(word);
    }
  });

  it('is of one kind in the environment too', () => {
    expect(crmSecretOf({})).toBeNull();
    expect(crmSecretOf({ token: '', clientId: undefined })).toBeNull();
    expect(() => crmSecretOf({ token: TOKEN, clientId: 'x' })).toThrow(/either/);
  });
});

describe('a secret file', () => {
  it('is written for this user alone, whole, and where a link leads', async () => {
    const file = join(folder, 'deep', 'crm-secret');
    writeCrmSecretFile(file, CLIENT, 'zoho');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readCrmSecretFile(file)).toEqual({ secret: CLIENT, crm: 'zoho' });
    const link = join(folder, 'link');
    await symlink(file, link);
    writeCrmSecretFile(link, { kind: 'token', token: TOKEN }, 'attio');
    expect(await readFile(file, 'utf8')).toContain(TOKEN);
    expect(isOpenToOthers(link)).toBe(false);
  });

  it('that everybody may read is refused, with what to do', async () => {
    const file = join(folder, 'crm-secret');
    await writeFile(file, TOKEN, { mode: 0o644 });
    await expect(readCrmSecretFile(file)).rejects.toThrow(`chmod 600 ${file}`);
    await chmod(file, 0o640);
    expect(await readCrmSecretFile(file)).toEqual({ secret: { kind: 'token', token: TOKEN }, crm: null });
    expect(isOpenToOthers(file)).toBe(true);
  });

  it('that is none, or endless, is refused', async () => {
    await expect(readCrmSecretFile(folder)).rejects.toThrow(/cannot be read/);
    const file = join(folder, 'crm-secret');
    await writeFile(file, 'a'.repeat(1_000_000), { mode: 0o600 });
    await expect(readCrmSecretFile(file)).rejects.toThrow(/too long/);
    expect(await readCrmSecretFile(join(folder, 'nothing'))).toBeNull();
  });
});

describe('the secret in force', () => {
  it('follows its file: given, spoilt, mended, gone', async () => {
    const file = join(folder, 'crm-secret');
    const kept = await keepCrmSecret(null, file);
    const heard: string[] = [];
    const watch = kept.watch(10, {
      changed: () => heard.push('changed'),
      refused: (reason) => heard.push(reason),
    });
    try {
      expect(kept.current()).toBeNull();
      writeCrmSecretFile(file, { kind: 'token', token: TOKEN }, 'attio');
      await until('the secret', () => kept.current() !== null);
      expect(kept.current()).toEqual({ secret: { kind: 'token', token: TOKEN }, crm: 'attio', from: 'file' });
      await chmod(file, 0o644);
      await until('a refusal', () => kept.refused());
      expect(kept.current()?.secret).toEqual({ kind: 'token', token: TOKEN });
      await chmod(file, 0o600);
      await until('it is mended', () => kept.refused() === null);
      // Given once more, the CRM may take it by now.
      const before = heard.length;
      writeCrmSecretFile(file, { kind: 'token', token: TOKEN }, 'attio');
      await until('it is told of', () => heard.length > before);
      await rm(file);
      await until('it is gone', () => kept.current() === null);
      expect(heard.join()).not.toContain(TOKEN);
    } finally {
      watch.stop();
    }
  });

  it('is the one of the environment before that of the file', async () => {
    const file = join(folder, 'crm-secret');
    writeCrmSecretFile(file, CLIENT, 'zoho');
    const kept = await keepCrmSecret({ kind: 'token', token: TOKEN }, file);
    expect(kept.current()?.from).toBe('environment');
  });

  it('is none when its file cannot be used at the start, and is there as soon as it can', async () => {
    const file = join(folder, 'crm-secret');
    await writeFile(file, TOKEN, { mode: 0o644 });
    const kept = await keepCrmSecret(null, file);
    const refused: string[] = [];
    const watch = kept.watch(10, { changed: () => undefined, refused: (reason) => refused.push(reason) });
    try {
      expect(kept.current()).toBeNull();
      await until('it is told', () => refused.length > 0);
      await chmod(file, 0o600);
      await until('the secret', () => kept.current() !== null);
      expect(refused).toHaveLength(1);
    } finally {
      watch.stop();
    }
  });
});
