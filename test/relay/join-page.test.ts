import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toolPath } from '../../scripts/setup/libraries.ts';
import { readPairingLink } from '../../src-shared/wire/pairing-link.ts';
import { axeFindings, sideways, smallTargets, unseenFocus } from '../e2e/access.ts';
import { startBrowser, type Browser, type BrowserOptions } from '../fixtures/browser.ts';
import { ALL_DOWNLOADS, USER_AGENTS } from '../fixtures/relay/downloads.ts';
import { relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { proxyTo, serve } from '../fixtures/relay/proxy.ts';
import { until } from '../fixtures/until.ts';

/** Null: not on this machine, and nothing of this can be tested here. */
const CHROMIUM = toolPath('chromium');
const CODE = 'Abc-123_xyzAbc-123_xyz';
const NARROW = { width: 320, height: 700 };

if (CHROMIUM === null) console.log('no Chromium here: the page behind a pairing link is not tested in it');

describe.skipIf(CHROMIUM === null)('the page behind a pairing link, in a real browser', () => {
  const lab = relayLab();
  let browser: Browser;
  /** With every download and an address of its own. */
  let relay: LabRelay;
  /** With neither. */
  let bare: LabRelay;

  beforeAll(async () => {
    browser = await startBrowser(CHROMIUM ?? '');
    relay = await lab.start({
      config: { downloads: { ...ALL_DOWNLOADS, unsigned: true }, publicUrl: 'https://relay.example.com' },
    });
    bare = await lab.start();
  });
  afterEach(async () => await browser.closePages());
  afterAll(async () => {
    await browser.close();
    await lab.cleanUp();
  });

  interface Visited {
    readonly page: Page;
    /** What the browser complained of: what the policy held back is among it. */
    readonly complaints: string[];
  }

  async function visit(url: string, options: BrowserOptions = {}): Promise<Visited> {
    const page = await browser.open(options);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(url);
    return { page, complaints };
  }

  const joinAt = (at: LabRelay, fragment = `#${CODE}`) => `${at.url}/join${fragment}`;
  const openLink = (page: Page) => page.getByRole('link', { name: 'Open Ringside' }).getAttribute('href');

  it('asks the relay for nothing but the page, and never with the code', async () => {
    let wire = '';
    const proxy = await proxyTo(relay.url, { heard: (bytes) => void (wire += bytes) });
    const { page, complaints } = await visit(`${proxy.url}/join#${CODE}`);
    await page.getByRole('button', { name: 'Copy the link' }).click();
    await page.getByRole('link', { name: 'Open Ringside' }).click();
    await page.locator('[data-opened="nothing"]').waitFor({ state: 'attached' });
    await page.reload();
    const asked = [...wire.matchAll(/^[A-Z]+ \S+ HTTP\/1\.1\r$/gm)].map(([line]) => line.trim());
    expect(asked.length).toBeGreaterThanOrEqual(2);
    expect(new Set(asked)).toEqual(new Set(['GET /join HTTP/1.1']));
    expect(wire).not.toContain(CODE.slice(0, 6));
    expect(wire).not.toMatch(/referer/i);
    expect(complaints).toEqual([]);
    proxy.stop();
  });

  it('hands the app a link to the address of the config, which the app reads', async () => {
    const { page } = await visit(joinAt(relay));
    const link = (await openLink(page)) ?? '';
    expect(readPairingLink(link)).toMatchObject({ ok: true, code: CODE });
    expect(link).toContain(encodeURIComponent('https://relay.example.com'));
    await expect.poll(() => page.locator('#relay').textContent()).toBe('relay.example.com');
  });

  it('hands it one to where the page came from when the config names no address, path and all', async () => {
    const behind = await proxyTo(bare.url, { prefix: '/ring/side' });
    for (const [url, address] of [
      [joinAt(bare), `${bare.url}`],
      [`${behind.url}/ring/side/join#${CODE}`, `${behind.url}/ring/side`],
      [`${behind.url}/ring/side/join/?utm_source=mail#${CODE}`, `${behind.url}/ring/side`],
    ] as const) {
      const { page } = await visit(url);
      const link = (await openLink(page)) ?? '';
      expect(new URL(link).searchParams.get('relay')).toBe(address);
    }
    behind.stop();
  });

  it('opens the app by its button, through the system, and keeps the code for a reload alone', async () => {
    const page = await browser.openTrusting(bare.url);
    await page.goto(joinAt(bare));
    const button = page.getByRole('link', { name: 'Open Ringside' });
    const link = await button.getAttribute('href');
    // A browser without windows has no focus to lose to the app, which a busy machine may bring up late.
    await button.evaluate((open) =>
      open.addEventListener('click', () => setTimeout(() => dispatchEvent(new Event('blur')))),
    );
    await button.focus();
    await page.keyboard.press('Enter');
    const opened = await until('the app to be started', async () => {
      const all = await browser.opened();
      return all.length > 0 ? all : null;
    });
    expect(opened).toEqual([link]);
    await page.getByText(/Then you can close this page/).waitFor();
    expect(page.url()).toBe(`${bare.url}/join`);
    await page.reload();
    expect(await button.getAttribute('href')).toBe(link);
    expect(page.url()).toBe(`${bare.url}/join`);
  });

  it('says what to do when nothing has opened', async () => {
    const { page } = await visit(joinAt(relay));
    await page.getByRole('link', { name: 'Open Ringside' }).click();
    await page
      .getByRole('status')
      .getByText(/Ringside did not open/)
      .waitFor();
    expect(new URL(page.url()).hash).toBe(`#${CODE}`);
  });

  it('says what is wrong with a link, and offers no button until the whole one is pasted over it', async () => {
    const { page, complaints } = await visit(joinAt(relay, ''));
    const open = page.getByRole('link', { name: 'Open Ringside' });
    for (const [fragment, said] of [
      ['', /This link is not complete/],
      ['#', /This link is not complete/],
      ['#abc', /This link is damaged/],
      [`#${'x'.repeat(129)}`, /This link is damaged/],
      ['#%3Cimg%20src=x%20onerror=alert(1)%3E', /This link is damaged/],
    ] as const) {
      await page.goto('about:blank');
      await page.goto(joinAt(relay, fragment));
      await page.getByText(said).waitFor();
      expect(await open.count()).toBe(0);
      expect(await page.getByRole('link', { name: 'Download for Linux' }).isVisible()).toBe(true);
      await page.goto(joinAt(relay));
      await open.waitFor();
    }
    expect(complaints).toEqual([]);
  });

  it('says that nothing can be paired where it came without encryption from another machine', async () => {
    const { page } = await visit(joinAt(bare).replace('127.0.0.1', 'relay.lan'));
    await page.getByText(/This relay cannot be paired with like this/).waitFor();
    expect(await page.getByRole('link', { name: 'Open Ringside' }).count()).toBe(0);
  });

  it('copies the whole link, and offers it to copy by hand where the browser does not let it', async () => {
    const { page } = await visit(joinAt(relay));
    const whole = `https://relay.example.com/join#${CODE}`;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the link' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(whole);
    await page.getByText('With apt, which keeps it up to date').first().click();
    await page.getByRole('button', { name: 'Copy these lines' }).click();
    await page.getByRole('button', { name: 'Copied' }).first().waitFor();
    const lines = ALL_DOWNLOADS.linux.apt.join('\n');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(lines);
    await page.evaluate(() => {
      Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new Error()) });
    });
    await page.getByRole('button', { name: 'Copy the link' }).click();
    const field = page.getByLabel('Copy it from here').filter({ visible: true });
    await field.waitFor();
    expect(await field.inputValue()).toBe(whole);
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(whole);
  });

  it.each([
    ['edgeOnWindows', 'Download for Windows', /-x64\.exe$/],
    ['firefoxOnWindows', 'Download for Windows', /-x64\.exe$/],
    ['firefoxOnFedora', 'Download for Linux', /x86_64\.rpm$/],
    ['chromeOnMac', 'Download for Mac', /\.dmg$/],
  ] as const)('offers %s the package that fits', async (agent, name, url) => {
    const { page } = await visit(joinAt(relay), { userAgent: USER_AGENTS[agent] });
    expect(await page.getByRole('link', { name }).getAttribute('href')).toMatch(url);
    expect(await page.getByRole('link', { name: 'Open Ringside' }).isVisible()).toBe(true);
  });

  it('tells a phone, and a tablet that says it is a Mac, to go on at the computer', async () => {
    const phone = await visit(joinAt(relay), { userAgent: USER_AGENTS.safariOnIphone, isMobile: true });
    await phone.page.getByRole('heading', { name: 'Continue on your computer' }).waitFor();
    expect(await phone.page.getByRole('link', { name: /Open|Download for/ }).count()).toBe(0);
    const tablet = await browser.open({ userAgent: USER_AGENTS.safariOnMac });
    const devtools = await tablet.context().newCDPSession(tablet);
    await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
    await tablet.goto(joinAt(relay));
    await tablet.getByRole('heading', { name: 'Continue on your computer' }).waitFor();
    const mac = await visit(joinAt(relay), { userAgent: USER_AGENTS.safariOnMac });
    await mac.page.getByRole('heading', { name: 'Set up Ringside' }).waitFor();
  });

  it.each([
    ['en', 'Set up Ringside', 'Copy the whole address of this page'],
    ['fr', 'Mettre Ringside en route', 'Copiez toute l’adresse de cette page'],
  ])('without scripts says in %s what to do by hand', async (locale, title, said) => {
    const { page } = await visit(joinAt(relay), { locale, javaScriptEnabled: false });
    await page.getByRole('heading', { name: title }).waitFor();
    expect(await page.getByText(said).filter({ visible: true }).count()).toBe(1);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByRole('link').filter({ visible: true }).count()).toBeGreaterThan(0);
    await page.getByText(locale === 'fr' ? 'Pour d’autres ordinateurs' : 'For other computers').click();
    expect(await page.getByRole('link', { name: 'Mac, Intel' }).isVisible()).toBe(true);
  });

  it('runs no script and takes no style but its own, whoever wrote them into it', async () => {
    const injected =
      '<script>document.title = "taken over"</script><img src="data:," onerror="document.title = 1">' +
      `<style>h1 { display: none }</style><script src="${relay.url}/join"></script>`;
    const proxy = await proxyTo(relay.url, { change: (text) => text.replace('</h1>', `</h1>${injected}`) });
    const { page, complaints } = await visit(`${proxy.url}/join#${CODE}`);
    await page.getByRole('heading', { name: 'Set up Ringside' }).waitFor();
    expect(await page.title()).toBe('Set up Ringside');
    const heldBack = complaints.filter((text) => /violates the following Content Security Policy/.test(text));
    expect(heldBack.length).toBeGreaterThanOrEqual(4);
    const done = await page.evaluate(async (url) => {
      const attempts = [
        () => fetch(url),
        () => void (document.body.innerHTML = '<p>taken over</p>'),
        () => void document.body.setAttribute('onclick', 'document.title = 1'),
      ];
      const outcomes = attempts.map(async (attempt) => await attempt());
      return (await Promise.allSettled(outcomes)).map(({ status }) => status);
    }, `${proxy.url}/healthz`);
    expect(done).toEqual(['rejected', 'rejected', 'rejected']);
    proxy.stop();
  });

  it('stands in no frame of somebody else’s', async () => {
    const around = await serve((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(`<iframe src="${joinAt(relay)}"></iframe>`);
    });
    const { page } = await visit(around.url);
    const frame = await until('the frame', () => page.frames()[1] ?? null);
    await expect.poll(() => frame.url()).toMatch(/^chrome-error:/);
    around.stop();
  });

  it.each([
    ['a computer', {}, `#${CODE}`],
    ['French, on a narrow window', { locale: 'fr', viewport: NARROW }, `#${CODE}`],
    ['a phone', { userAgent: USER_AGENTS.safariOnIphone, viewport: NARROW }, `#${CODE}`],
    ['a system that is unknown', { userAgent: USER_AGENTS.firefoxOnFreeBsd }, `#${CODE}`],
    ['a damaged link', { viewport: NARROW }, '#abc'],
  ] satisfies [string, BrowserOptions, string][])(
    'everybody can read and use it: %s',
    async (_, options, fragment) => {
      const { page } = await visit(joinAt(relay, fragment), options);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await axeFindings(page)).toEqual([]);
      }
      expect(await smallTargets(page)).toEqual([]);
      expect(await sideways(page)).toEqual([]);
      // Letters of twice the size.
      await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
      expect(await sideways(page)).toEqual([]);
    },
  );

  it('is used with the keyboard alone, and the focus is seen at every stop', async () => {
    const { page } = await visit(joinAt(relay));
    expect(await unseenFocus(page, 12)).toEqual([]);
    await page.getByText('For other computers').focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('link', { name: 'Windows, ARM' }).isVisible()).toBe(true);
  });

  it('is printed without its buttons, with the addresses of the packages, and without the code', async () => {
    const { page } = await visit(joinAt(relay));
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button').count()).toBe(0);
    const shown = await page
      .getByRole('link', { name: 'Download for Linux' })
      .evaluate((link) => getComputedStyle(link, '::after').content);
    expect(shown).toContain('https://downloads.example.com');
    expect(await page.locator('body').innerText()).not.toContain(CODE);
  });
});
