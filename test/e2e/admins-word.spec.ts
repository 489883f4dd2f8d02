import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { WebSocketServer } from 'ws';
import { ANA, LINE, NORA, ring } from '../fixtures/allo.ts';
import { cardOf, expect, expectPopped, test } from './stage.ts';

async function openSettings(home: Page, name = 'Settings'): Promise<void> {
  await home.getByRole('navigation').getByRole('button', { name }).click();
  await expect(home.getByRole('heading', { level: 1, name })).toBeVisible();
}

test('what the admin has locked is locked from the start, without the relay, and not for another pairing', async ({
  stage,
}) => {
  await stage.relay.configure({ app: { fixed: { language: 'fr', historyDays: 90 }, defaults: {} } });
  const userData = await stage.profile();
  const paired = { relayUrl: stage.relay.url(), token: (await stage.relay.tokenFor(NORA)).token, userData };
  const first = await stage.start(paired);
  await expect
    .poll(
      async () =>
        (await readdir(userData)).includes('policy.json') && readFile(join(userData, 'policy.json'), 'utf8'),
    )
    .toContain('"historyDays":90');
  await first.kill();
  await stage.relay.kill();
  const kept = await readFile(join(userData, 'policy.json'), 'utf8');
  for (const word of ['@', 'Nora', 'Sales', LINE, paired.token]) expect(kept).not.toContain(word);

  const second = await stage.start(paired);
  const home = await second.showHome();
  await openSettings(home, 'Réglages');
  await expect(home.getByText('Fixé par votre administrateur')).toHaveCount(2);
  await expect(home.getByRole('combobox', { name: 'Garder l’historique pendant' })).toHaveValue('90');
  await second.kill();

  // The token of somebody else, on the same computer.
  await stage.relay.configure({});
  await stage.relay.restart();
  const other = await stage.start({ ...paired, token: (await stage.relay.tokenFor(NORA)).token });
  const theirs = await other.showHome();
  await openSettings(theirs);
  await expect(theirs.getByText('Set by your admin')).toHaveCount(0);
});

test.describe('a relay of another version', () => {
  let http: Server | undefined;
  test.afterEach(() => {
    http?.closeAllConnections();
    http?.close();
  });

  test('says what this app cannot read: the card comes, the lock holds, and the settings say so', async ({
    stage,
  }) => {
    const saidAt = (startedAt: string) => [
      {
        type: 'welcome',
        agent: NORA,
        epoch: 'to-come',
        from: 0,
        head: 1,
        now: 'at noon',
        can: ['records', { and: 'more' }],
        policy: {
          ringWindow: 900,
          crm: { preset: 'moon', base: 'sea-of-tranquility' },
          lines: [{ number: LINE }],
          app: { fixed: { language: 'de', corner: 'top-left' }, defaults: { theme: 'sepia' } },
        },
      },
      { type: 'records', call: 'c1', contact: { is: 'none' } },
      { type: 'live' },
      {
        type: 'event',
        seq: 1,
        call: 'c1',
        topic: 'call.received',
        webhookId: 'msg_1',
        occurredAt: startedAt,
        receivedAt: 'now',
        ageMs: 200,
        data: ring({ started_at: startedAt }).data,
        memory: { lastCall: 'yesterday', callsIn30Days: 4 },
      },
    ];
    http = createServer();
    new WebSocketServer({ server: http }).on('connection', (socket) => {
      // The ring is as old as the socket, however long the app takes to start.
      for (const frame of saidAt(new Date().toISOString())) socket.send(JSON.stringify(frame));
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const app = await stage.start({ relayUrl: `http://127.0.0.1:${port}`, token: 'token-of-a-later-relay' });
    await expect(cardOf(await expectPopped(app), 'Ana Lopez')).toBeVisible();
    const home = await app.showHome();
    await openSettings(home);
    await expect(home.getByRole('note')).toHaveText(
      /does not understand: How long a ring may pop, Names of lines, CRM, Language, Theme\. What was set before still holds/,
    );
    await expect(home.getByText('Set by your admin')).toHaveCount(2);
    const log = await readFile(join(app.userData, 'logs', 'ringside.log'), 'utf8');
    expect(log).toContain('ringWindow lines crm app.fixed.language app.defaults.theme');
    for (const word of ['moon', 'tranquility', 'sepia', LINE, ANA, 'Lopez']) expect(log).not.toContain(word);
  });
});
