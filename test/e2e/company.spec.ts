import { NORA, ring } from '../fixtures/allo.ts';
import { pageAt, type AppOptions, type DrivenApp } from '../fixtures/app.ts';
import {
  COMPANY_RELAY,
  startCompanyNetwork,
  throughCompany,
  type CompanyNetwork,
} from '../fixtures/company-network.ts';
import type { ProxyOptions } from '../fixtures/connect-proxy.ts';
import { cardOf, expect, expectPopped, test as base, type Stage } from './stage.ts';

const test = base.extend<{ company: (options?: ProxyOptions) => Promise<CompanyNetwork> }>({
  company: async ({ stage }, use) => {
    const started: CompanyNetwork[] = [];
    await use(async (options) => {
      const network = await startCompanyNetwork(stage.relay.url(), options);
      started.push(network);
      return network;
    });
    for (const network of started) await network.close();
  },
});

const RELAY_ALONE = 'CONNECT relay.example:443';

/** A computer of the company's: not paired yet. */
async function computerIn(stage: Stage, { proxy, authorities }: CompanyNetwork, more: AppOptions = {}) {
  const env = { SSL_CERT_FILE: authorities, https_proxy: `http://${proxy.address}`, ...more.env };
  return await stage.start({ ...more, env });
}

async function pairs(stage: Stage, app: DrivenApp) {
  const home = await pageAt(app.electron, 'home.html');
  await home.getByLabel('Pairing link').fill(throughCompany(await stage.relay.pairingLinkFor(NORA)));
  await expect(home.getByText('This link leads to relay.example.')).toBeVisible();
  await home.getByRole('button', { name: 'Pair' }).click();
  return home;
}

async function ringPops(stage: Stage, app: DrivenApp): Promise<void> {
  await stage.relay.play(ring());
  await expect(cardOf(await expectPopped(app), 'Ana Lopez')).toBeVisible();
}

test('behind a proxy, with an authority of the company’s own, a computer pairs and a ring pops', async ({
  stage,
  company,
}) => {
  const network = await company();
  const app = await computerIn(stage, network);
  const home = await pairs(stage, app);
  await expect(home.getByText(`As ${NORA}, at relay.example`)).toBeVisible();
  await ringPops(stage, app);
  expect(new Set(network.proxy.asked)).toEqual(new Set([RELAY_ALONE]));
});

test('a proxy file decides the way', async ({ stage, company }) => {
  const pac = (own: string) => `function FindProxyForURL(url, host) {
    return host === 'relay.example' ? 'PROXY 127.0.0.1:1; PROXY ${own}' : 'DIRECT';
  }`;
  const network = await company({ pac });
  const { token } = await stage.relay.tokenFor(NORA);
  const app = await stage.start({
    relayUrl: COMPANY_RELAY,
    token,
    env: { SSL_CERT_FILE: network.authorities },
    switches: [`--proxy-pac-url=http://${network.proxy.address}/proxy.pac`],
  });
  await expect((await app.showHome()).getByText('Connected')).toBeVisible();
  await ringPops(stage, app);
  expect(network.proxy.asked).toContain(RELAY_ALONE);
});

test('a proxy that asks who one is is answered in the app, and what it refuses is asked again', async ({
  stage,
  company,
}) => {
  const network = await company({ user: 'nora', password: 'secret of Nora' });
  const app = await computerIn(stage, network);
  const home = await pairs(stage, app);
  const dialog = home.getByRole('dialog', { name: `The proxy ${network.proxy.address} asks who you are` });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('User name').fill('nora');
  await dialog.getByLabel('Password').fill('wrong');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await home.getByRole('button', { name: 'Pair' }).click();
  await expect(dialog.getByText('The proxy did not accept that')).toBeVisible();
  await dialog.getByLabel('User name').fill('nora');
  await dialog.getByLabel('Password').fill('secret of Nora');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await home.getByRole('button', { name: 'Pair' }).click();
  await expect(home.getByText(`As ${NORA}, at relay.example`)).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await ringPops(stage, app);
});

test('without the company’s authority the app says so, in its window and to support', async ({
  stage,
  company,
}) => {
  const network = await company();
  const { token } = await stage.relay.tokenFor(NORA);
  const env = { https_proxy: `http://${network.proxy.address}` };
  const app = await stage.start({ relayUrl: COMPANY_RELAY, token, env });
  const home = await app.showHome();
  await expect(home.getByText('The certificate’s issuer is not trusted here.')).toBeVisible();
  await home.getByRole('button', { name: 'Activity' }).click();
  await home.getByRole('button', { name: /Copy diagnostics/ }).click();
  const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toMatch(/reconnecting since \S+ \(certificate-authority, \w+\)/);
  expect(await copied()).not.toContain('relay.example');
});

test('in its first minute a fresh app asks for its relay and for nothing else', async ({
  stage,
  company,
}) => {
  test.setTimeout(150_000);
  const network = await company();
  // Loopback too: nothing of the app's own may go round the proxy.
  const switches = [`--proxy-server=${network.proxy.address}`, '--proxy-bypass-list=<-loopback>'];
  const app = await computerIn(stage, network, { switches });
  const began = performance.now();
  const home = await pairs(stage, app);
  await expect(home.getByText(`As ${NORA}, at relay.example`)).toBeVisible();
  await ringPops(stage, app);
  await expect
    .poll(() => performance.now() - began, { timeout: 90_000, intervals: [1_000] })
    .toBeGreaterThan(60_000);
  expect(new Set(network.proxy.asked)).toEqual(new Set([RELAY_ALONE]));
});
