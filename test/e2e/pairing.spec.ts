import { isVisible, pageAt } from '../fixtures/app.ts';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NORA, ring } from '../fixtures/allo.ts';
import { answerOpenQuestion, answerQuestions } from './questions.ts';
import { cardOf, expect, expectPopped, test } from './stage.ts';

test('an app that is not paired says so, takes a pasted link once, and shows the next call', async ({
  stage,
}) => {
  const app = await stage.start({});
  const home = await pageAt(app.electron, 'home.html');
  const field = home.getByLabel('Pairing link');
  const pair = home.getByRole('button', { name: 'Pair' });

  await expect(field).toBeFocused();
  await field.fill('https://example.com');
  await pair.click();
  await expect(home.getByText(/That is not a pairing link/).first()).toBeVisible();
  await expect(home.getByText(/Your admin sends you this link/)).toBeVisible();
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
  await expect(second.getByText(/was used before, or is too old/).first()).toBeVisible();
});

test('a link that the system opens pairs once the agent has said yes to where it leads', async ({
  stage,
}) => {
  const app = await stage.start({});
  const questions = await answerQuestions(app, 1);
  const home = await app.showHome(await stage.relay.pairingLinkFor(NORA));
  await expect(home.getByText('Connected')).toBeVisible();
  const { host } = new URL(stage.relay.url());
  expect(await questions()).toEqual([`Pair this computer with ${host}?`]);
});

test('a link that the agent says no to does nothing, and says plainly where it led', async ({ stage }) => {
  const app = await stage.start({});
  const questions = await answerQuestions(app, 0);
  const lookAlike = encodeURIComponent('https://relay.exаmple:8443');
  const home = await app.showHome(`ringside://pair?relay=${lookAlike}&code=abcdefgh`);
  await expect.poll(questions).toEqual(['Pair this computer with relay.xn--exmple-4nf:8443?']);
  await expect(home.getByLabel('Pairing link')).toBeVisible();
});

test('a dozen links are two questions, one after the other, and a paired computer keeps its relay', async ({
  stage,
}) => {
  const app = await stage.start();
  await expect((await app.showHome()).getByText('Connected')).toBeVisible();
  const questions = await answerQuestions(app, null);
  // As the app hears of second starts, without a process for each.
  await app.electron.evaluate(({ app: it }) => {
    for (let n = 1; n <= 12; n += 1) {
      const link = `ringside://pair?relay=https%3A%2F%2Fevil${n}.example&code=abcdefgh`;
      it.emit('second-instance', {}, [process.execPath, link], '/');
    }
  });
  await expect.poll(questions).toEqual(['Pair this computer with evil1.example instead?']);
  await answerOpenQuestion(app, 0);
  await expect
    .poll(questions)
    .toEqual([
      'Pair this computer with evil1.example instead?',
      'Pair this computer with evil12.example instead?',
    ]);
  await answerOpenQuestion(app, 0);
  await expect((await app.showHome()).getByText('Connected')).toBeVisible();
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

test('a link that the system opens while the app is still starting pairs nothing unasked', async ({
  stage,
}) => {
  const link = await stage.relay.pairingLinkFor(NORA);
  const app = await stage.start({ startedTwice: { link } });
  const home = await pageAt(app.electron, 'home.html');
  await expect(home.getByLabel('Pairing link')).toBeVisible();
});

test('a relay with an empty journal ends no pairing: the app says what is wrong, and comes back', async ({
  stage,
}) => {
  const app = await stage.start();
  const home = await app.showHome();
  await expect(home.getByText('Connected')).toBeVisible();
  await stage.relay.kill();
  const empty = await stage.relay.startEmpty();
  await expect(home.getByText('The relay refuses this computer.')).toBeVisible({ timeout: 20_000 });
  await empty.kill();
  await stage.relay.restart();
  await expect(home.getByText('Connected')).toBeVisible({ timeout: 45_000 });
  await stage.relay.play(ring());
  await expect(cardOf(await expectPopped(app), 'Ana Lopez')).toBeVisible();
});

test('a computer that is revoked while it is off learns it from the journal that knew it', async ({
  stage,
}) => {
  const userData = await stage.profile();
  const paired = await stage.start({ userData });
  const before = await pageAt(paired.electron, 'home.html');
  await before.getByLabel('Pairing link').fill(await stage.relay.pairingLinkFor(NORA));
  await before.getByRole('button', { name: 'Pair' }).click();
  await expect(before.getByText('Connected')).toBeVisible();
  await paired.kill();
  await stage.relay.revokeAll();
  const app = await stage.start({ userData });
  await expect((await app.showHome()).getByText(/Your admin removed this computer/)).toBeVisible();
});
