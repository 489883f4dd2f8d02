import { NORA, ring } from '../fixtures/allo.ts';
import { pageAt } from '../fixtures/app.ts';
import { COMPANY_RELAY, startCompanyNetwork } from '../fixtures/company-network.ts';
import { answerQuestions } from './questions.ts';
import { cardOf, expect, expectPopped, test } from './stage.ts';

test('the https link that an admin sends pairs the app it is pasted into, mail and all, and the next call pops', async ({
  stage,
}) => {
  const network = await startCompanyNetwork(stage.relay.url());
  const env = { SSL_CERT_FILE: network.authorities, https_proxy: `http://${network.proxy.address}` };
  const app = await stage.start({ env });
  const home = await pageAt(app.electron, 'home.html');
  const page = await stage.relay.pairingPageFor(NORA);
  const sent = `${COMPANY_RELAY}/join${new URL(page).hash}`;
  const field = home.getByLabel('Pairing link');

  await field.fill(`${COMPANY_RELAY}/join`);
  await home.getByRole('button', { name: 'Pair' }).click();
  await expect(home.getByText(/That is not a pairing link/).first()).toBeVisible();

  await field.fill(`Hi Nora, please set up Ringside: ${sent}. It works once. Sam, https://company.example`);
  await expect(home.getByText('This link leads to relay.example.')).toBeVisible();
  await home.getByRole('button', { name: 'Pair' }).click();
  await expect(home.getByText(`As ${NORA}, at relay.example`)).toBeVisible();
  await stage.relay.play(ring());
  await expect(cardOf(await expectPopped(app), 'Ana Lopez')).toBeVisible();
  await network.close();
});

test('the link of the page that somebody starts the app with is asked about, as every link from outside', async ({
  stage,
}) => {
  const app = await stage.start({});
  const questions = await answerQuestions(app, 1);
  const home = await app.showHome(await stage.relay.pairingPageFor(NORA));
  await expect(home.getByText('Connected')).toBeVisible();
  const { host } = new URL(stage.relay.url());
  expect(await questions()).toEqual([`Pair this computer with ${host}?`]);
});
