import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Crm } from '../../../src-shared/crm/config.ts';
import { createOpenExternal } from '../../../src-main/links/open-external.ts';
import { notedLog } from './heard.ts';

const CRM: Crm = { preset: 'custom', name: 'Acme', deal: 'https://crm.example/deals/{deal.id}' };

function opener(crm: Crm | null = CRM) {
  const opened: string[] = [];
  const log = notedLog();
  const open = createOpenExternal(
    async (url) => void opened.push(url),
    () => crm,
    log,
  );
  return { open, opened, log };
}

test("a page on the CRM's host opens, and so does a full telephone number", async () => {
  const { open, opened } = opener();
  expect(await open('https://crm.example/deals/1?from=ringside')).toEqual({ ok: true });
  expect(await open('tel:+33199001234')).toEqual({ ok: true });
  expect(opened).toEqual(['https://crm.example/deals/1?from=ringside', 'tel:+33199001234']);
});

const HOSTILE = [
  'http://crm.example/deals/1',
  'https://crm.example.evil.example/',
  'https://evil.example/https://crm.example/',
  'https://crm.example@evil.example/',
  'https://user:pw@crm.example/',
  'https://crm.example:8443/',
  'https://CRM.example/deals/1',
  'https://crm.example/deals/../../x',
  'https://crm.example\\@evil.example/',
  ' https://crm.example/',
  'https://crm.example/\n',
  'javascript:alert(1)',
  'data:text/html,<h1>x</h1>',
  'file:///etc/passwd',
  'smb://server/share',
  'ms-msdt:/id',
  'search-ms:query=x',
  'vbscript:x',
  'ringside://pair?relay=x&code=y',
  'mailto:nora@example.com',
  'tel:123',
  'tel:+0123456789',
  'tel:+33199001234;ext=5',
  'tel:+33199001234\n',
  'TEL:+33199001234',
  'tel:*21*1234%23',
  '',
  'https://crm.example/'.padEnd(3000, 'x'),
];

test.each(HOSTILE)('%s is refused, and not logged', async (url) => {
  const { open, opened, log } = opener();
  expect(await open(url)).toEqual({ ok: false, reason: 'no-link' });
  expect(opened).toEqual([]);
  expect(log.lines).toHaveLength(1);
  if (url.length > 3) expect(log.lines.join()).not.toContain(url);
});

test('whatever comes, only the CRM and telephones are opened', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((s) => `tel:${s}`),
      ),
      async (url) => {
        const { open, opened } = opener();
        await open(url);
        for (const one of opened) expect(one).toMatch(/^(?:https:\/\/crm\.example\/|tel:\+\d{6,15}$)/);
      },
    ),
  );
});

test('without a CRM no page opens', async () => {
  const { open, opened } = opener(null);
  expect((await open('https://crm.example/deals/1')).ok).toBe(false);
  expect(opened).toEqual([]);
});

test('a system that cannot open it says so', async () => {
  const open = createOpenExternal(
    () => Promise.reject(new Error('no browser')),
    () => CRM,
    notedLog(),
  );
  expect(await open('https://crm.example/deals/1')).toEqual({ ok: false, reason: 'failed' });
});
