import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOpenExternal } from '../../../src-main/links/open-external.ts';
import { readRecordingAddress } from '../../../src-shared/allo/recording-address.ts';
import type { Crm } from '../../../src-shared/crm/config.ts';
import { agentSocketUrl, readRelayAddress } from '../../../src-shared/wire/relay-address.ts';
import { SUPPORTED_ELECTRON } from '../../../scripts/docs/electron-majors.ts';
import { notedLog } from '../../unit/main/heard.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

test('S1 off this machine the app speaks https and wss alone', () => {
  const scheme = fc.constantFrom('http', 'https', 'ws', 'wss', 'ftp', 'file', 'data', 'javascript', 'app');
  const host = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6().map((ip) => `[${ip}]`),
    fc.constantFrom('localhost', '127.0.0.1', '[::1]', 'localhost.evil.example', '127.0.0.1.evil.example'),
  );
  fc.assert(
    fc.property(scheme, host, fc.constantFrom('', ':8787'), fc.webPath(), (name, to, port, path) => {
      const text = `${name}://${to}${port}${path}`;
      const relay = readRelayAddress(text);
      const recording = readRecordingAddress(text);
      if (recording !== null) expect(recording.protocol).toBe('https:');
      if (!relay.ok) return;
      const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(relay.url.hostname);
      expect([relay.url.protocol, isHere]).toEqual(
        relay.url.protocol === 'http:' ? ['http:', true] : ['https:', isHere],
      );
      expect(agentSocketUrl(relay.url).protocol).toBe(relay.url.protocol === 'http:' ? 'ws:' : 'wss:');
    }),
    { numRuns: 2000 },
  );
});

test('S15 only pages of the admin’s CRM and full telephone numbers are opened, whatever comes', async () => {
  const crm: Crm = { preset: 'custom', name: 'Acme', deal: 'https://crm.example/deals/{deal.id}' };
  const near = fc.constantFrom(
    'https://crm.example',
    'https://crm.example.evil.example',
    'https://crm.example@evil.example',
    'https://user:word@crm.example',
    'https://crm.example:8443',
    'HTTPS://CRM.EXAMPLE',
    'https:crm.example',
    'https:\\\\crm.example',
    'tel:+33199001234',
    'tel:*21*',
    'javascript:alert(1)//https://crm.example',
    'ms-msdt:/id',
    'search-ms:query=',
    'file:///etc/passwd',
    'ringside://pair',
  );
  await fc.assert(
    fc.asyncProperty(near, fc.string(), fc.boolean(), async (start, rest, isWhole) => {
      const opened: string[] = [];
      const open = createOpenExternal(
        async (url) => void opened.push(url),
        () => crm,
        notedLog(),
      );
      await open(isWhole ? start : `${start}${rest}`);
      for (const url of opened) {
        expect(url).toMatch(/^(?:https:\/\/crm\.example(?:\/|$)|tel:\+[1-9]\d{5,14}$)/);
        expect(url.length).toBeLessThanOrEqual(2048);
        expect(url).not.toMatch(/[\s\p{Cc}]/u);
      }
    }),
    { numRuns: 1000 },
  );
});

test('S16 Electron is one of the three majors that get security fixes', async () => {
  const { devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const pinned = devDependencies['electron'] ?? '';
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/);
  expect(SUPPORTED_ELECTRON.majors).toHaveLength(3);
  expect(SUPPORTED_ELECTRON.majors).toContain(Number(pinned.split('.')[0]));
});
