import { isVisible, pageAt } from '../fixtures/app.ts';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NORA, ring } from '../fixtures/allo.ts';
import { cardOf, expect, expectPopped, test } from './stage.ts';

test('an app that is not paired says so, takes a pasted link once, and shows the next call', async ({
  stage,
}) => {
  const app = await stage.start({});
  const home = await pageAt(app.electron, 'home.html');
  const field = home.getByLabel('Pairing link');
  const pair = home.getByRole('button', { name: 'Pair' });

  await field.fill('https://example.com');
  await pair.click();
  await expect(home.getByText(/That is not a pairing link/).first()).toBeVisible();
  await field.fill('ringside://pair?relay=http%3A%2F%2Frelay.example&code=abcdefgh');
  await pair.click();
  await expect(home.getByText(/a relay without encryption/).first()).toBeVisible();

  const link = await stage.relay.pairingLinkFor(NORA);
  await field.fill(link);
  await pair.click();
  await expect(home.getByText('Connected')).toBeVisible();
  await stage.relay.play(ring());
  await expect(cardOf(await expectPopped(app), 'Ana Lopez')).toBeVisible();

  const other = await stage.start({});
  const second = await pageAt(other.electron, 'home.html');
  await second.getByLabel('Pairing link').fill(link);
  await second.getByRole('button', { name: 'Pair' }).click();
  await expect(second.getByText(/was used before or is over 15 minutes old/).first()).toBeVisible();
});

test('a link that the system opens pairs too', async ({ stage }) => {
  const app = await stage.start({});
  const home = await app.showHome(await stage.relay.pairingLinkFor(NORA));
  await expect(home.getByText('Connected')).toBeVisible();
});

test('a revoked computer stops at once and says that it must be paired again', async ({ stage }) => {
  const { token, device } = await stage.relay.tokenFor(NORA);
  const app = await stage.start({ relayUrl: stage.relay.url(), token });
  const home = await app.showHome();
  await expect(home.getByText('Connected')).toBeVisible();
  await stage.relay.revoke(device);
  await expect(home.getByText(/Your admin removed this computer/)).toBeVisible();
});

test('no token is ever written to disk in plain text', async ({ stage }) => {
  const { token } = await stage.relay.tokenFor(NORA);
  const app = await stage.start({ relayUrl: stage.relay.url(), token, userData: await stage.profile() });
  await expect((await app.showHome()).getByText('Connected')).toBeVisible();
  await stage.relay.play(ring());
  await expectPopped(app);
  const files = await readdir(app.userData, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const content = await readFile(join(file.parentPath, file.name)).catch(() => Buffer.alloc(0));
    expect(content.includes(token), file.name).toBe(false);
  }
});

test('a start that comes while the app is still starting shows its window', async ({ stage }) => {
  const { token } = await stage.relay.tokenFor(NORA);
  const app = await stage.start({ relayUrl: stage.relay.url(), token, startedTwice: {} });
  const home = await pageAt(app.electron, 'home.html');
  await expect.poll(() => isVisible(app.electron, home)).toBe(true);
});

test('a link that the system opens while the app is still starting pairs', async ({ stage }) => {
  const link = await stage.relay.pairingLinkFor(NORA);
  const app = await stage.start({ startedTwice: { link } });
  const home = await pageAt(app.electron, 'home.html');
  await expect(home.getByText('Connected')).toBeVisible();
});
