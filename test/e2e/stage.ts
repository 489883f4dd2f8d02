import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import * as v from 'valibot';
import { askRelay, startRelay, type RelayProcess } from '../../scripts/relay/process.ts';
import { launchApp, type AppOptions, type DrivenApp } from '../fixtures/app.ts';
import {
  LINE,
  newSecret,
  NORA,
  post,
  SAM,
  type AlloBody,
  type Posted,
  type PostOverrides,
} from '../fixtures/allo.ts';
import { portToKeep } from '../fixtures/port.ts';

/** A team's set-up: one relay with Nora and Sam, and Nora's desktop. All of it real, on ports and in folders of its own. */
export interface Stage {
  readonly relay: StagedRelay;
  /** Starts the app, paired as Nora unless said otherwise; `home` keeps its profile between starts. */
  start(options?: AppOptions): Promise<DrivenApp>;
  /** A profile folder that outlives the app. */
  profile(): Promise<string>;
}

export interface StagedRelay {
  url(): string;
  /** Signs and posts what Allo would. */
  post(body: AlloBody, overrides?: PostOverrides): Promise<Posted>;
  /** Posts and expects it to be accepted. */
  play(body: AlloBody, overrides?: PostOverrides): Promise<Posted>;
  tokenFor(email: string): Promise<{ token: string; device: string }>;
  pairingLinkFor(email: string): Promise<string>;
  /** The same as an admin sends it. */
  pairingPageFor(email: string): Promise<string>;
  revoke(device: string): Promise<void>;
  /** Every device there is. */
  revokeAll(): Promise<void>;
  /** The admin changes the config: a running relay takes it up. */
  configure(change: Readonly<Record<string, unknown>>): Promise<void>;
  /** Runs a command of the command line beside it; gives its JSON. */
  cli(...args: string[]): Promise<Readonly<Record<string, unknown>>>;
  /** The admin has a person forgotten. */
  forget(number: string): Promise<void>;
  /** Up to which `seq` a device has everything on its disk. */
  acked(device: string): Promise<number>;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  /** Another relay in its place, which knows nobody. */
  startEmpty(): Promise<{ kill(): Promise<void> } & Pick<StagedRelay, 'cli'>>;
  /** On the same port with the same data. */
  restart(): Promise<void>;
}

const tokenSchema = v.object({ agent: v.string(), device: v.string(), token: v.string() });
const devicesSchema = v.object({ devices: v.array(v.object({ device: v.string(), acked: v.number() })) });
const linkSchema = v.object({
  agent: v.string(),
  link: v.string(),
  page: v.string(),
  expiresAt: v.string(),
});

export const CONFIG = {
  lines: { [LINE]: { name: 'Sales line', agents: [] } },
  crm: {
    preset: 'custom',
    name: 'Acme CRM',
    contact: 'https://crm.example/people/{person.hubspot_id}',
    deal: 'https://crm.example/deals/{deal.id}?from=ringside',
    search: 'https://crm.example/find?q={name}',
  },
};

/** What the relay of a test is started with, besides what every relay is. */
export interface RelayStart {
  readonly config: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
}

export const test = base.extend<{ stage: Stage; relayStart: RelayStart }>({
  relayStart: async ({}, use) => use({ config: {}, env: {} }),
  stage: async ({ relayStart }, use) => {
    const { stage, close } = await openStage(relayStart);
    try {
      await use(stage);
    } finally {
      await close();
    }
  },
});

/** @returns the stage, and what ends its apps and its relay and takes its folder away */
export async function openStage({
  config,
  env,
}: RelayStart): Promise<{ readonly stage: Stage; readonly close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-stage-'));
  await writeFile(join(folder, 'relay.config.json'), JSON.stringify({ ...CONFIG, ...config }));
  const relay = await stageRelay(folder, env);
  const apps: DrivenApp[] = [];
  return {
    stage: {
      relay,
      profile: () => mkdtemp(join(folder, 'profile-')),
      start: async (options) => {
        const paired = { relayUrl: relay.url(), token: (await relay.tokenFor(NORA)).token };
        const app = await launchApp(options ?? paired);
        apps.push(app);
        return app;
      },
    },
    close: async () => {
      await Promise.allSettled(apps.map((app) => app.kill()));
      await relay.kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

export { expect };

/** The card of somebody, on the pop's page. */
export function cardOf(pop: Page, name: string | RegExp): Locator {
  return pop.getByRole('article', { name });
}

/** Waits until the window itself is on screen: a page in a hidden window looks visible to itself. */
export async function expectPopped(app: DrivenApp): Promise<Page> {
  await expect.poll(() => app.popIsVisible(), { message: 'the pop window is on screen' }).toBe(true);
  return app.pop();
}

/** Waits until the cards' window has left the screen: what is closed can be had back for 5 s first. */
export async function expectNoPop(app: DrivenApp): Promise<void> {
  await expect.poll(() => app.popIsVisible(), { timeout: 20_000 }).toBe(false);
}

/** Each link opens its address, and nothing was opened before. Browsers that are started at one moment come in any order. */
export async function clickOneByOne(
  app: DrivenApp,
  links: readonly (readonly [link: Locator, address: string])[],
): Promise<void> {
  for (const [at, [link]] of links.entries()) {
    await link.click();
    await expect.poll(() => app.opened()).toEqual(links.slice(0, at + 1).map(([, address]) => address));
  }
}

/** Waits until the app has caught up with its relay. */
export async function expectLive(app: DrivenApp): Promise<void> {
  const home = await app.showHome();
  await expect(home.getByText('Connected')).toBeVisible();
}

/** The journal that every stage begins with: Nora, Sam and a device of Nora's are in it. */
interface FirstJournal {
  readonly journal: Buffer;
  readonly noras: v.InferOutput<typeof tokenSchema>;
}

const JOURNAL = 'journal.db';
let made: Promise<FirstJournal> | undefined;

/** Made once, since every command of the command line is a process of its own. */
function firstJournal(): Promise<FirstJournal> {
  made ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ringside-first-'));
    const ask = <const S extends v.GenericSchema>(args: string[], answer: S) =>
      askRelay({ folder, secret: newSecret() }, args, answer);
    await ask(['agents', 'add', NORA, '--name', 'Nora'], v.unknown());
    await ask(['agents', 'add', SAM, '--name', 'Sam'], v.unknown());
    const noras = await ask(['devices', 'token', NORA], tokenSchema);
    const journal = await readFile(join(folder, JOURNAL));
    await rm(folder, { recursive: true });
    return { journal, noras };
  })();
  return made;
}

async function stageRelay(data: string, env: RelayStart['env']): Promise<StagedRelay> {
  const secret = newSecret();
  const settings = { folder: data, secret, port: await portToKeep(), env };
  const first = await firstJournal();
  await writeFile(join(data, JOURNAL), first.journal);
  const unused = [first.noras];
  let running: RelayProcess = await startRelay(settings);
  const ask = <const S extends v.GenericSchema>(args: string[], answer: S) =>
    askRelay(settings, args, answer);
  const send = (body: AlloBody, overrides?: PostOverrides) => post(running.url, secret, body, overrides);
  return {
    url: () => running.url,
    post: send,
    play: async (body, overrides) => {
      const posted = await send(body, overrides);
      expect(posted.body).toEqual({ status: 'accepted' });
      return posted;
    },
    tokenFor: async (email) =>
      (email === NORA ? unused.pop() : undefined) ?? (await ask(['devices', 'token', email], tokenSchema)),
    pairingLinkFor: async (email) => (await ask(['devices', 'pair', email], linkSchema)).link,
    pairingPageFor: async (email) => (await ask(['devices', 'pair', email], linkSchema)).page,
    acked: async (device) => {
      const { devices } = await ask(['devices', 'list'], devicesSchema);
      return devices.find((one) => one.device === device)?.acked ?? 0;
    },
    revoke: async (device) => {
      await ask(['devices', 'revoke', device], v.unknown());
    },
    revokeAll: async () => {
      const { devices } = await ask(['devices', 'list'], devicesSchema);
      for (const { device } of devices) await ask(['devices', 'revoke', device], v.unknown());
    },
    cli: (...args) => ask(args, v.record(v.string(), v.unknown())),
    forget: async (number) => {
      await ask(['forget', number], v.unknown());
    },
    startEmpty: async () => {
      const folder = await mkdtemp(join(data, 'empty-'));
      const empty = await startRelay({ ...settings, folder });
      return {
        kill: async () => void (await empty.kill('SIGKILL')),
        cli: (...args) => askRelay({ ...settings, folder }, args, v.record(v.string(), v.unknown())),
      };
    },
    configure: (change) =>
      writeFile(join(data, 'relay.config.json'), JSON.stringify({ ...CONFIG, ...change })),
    kill: async () => {
      await running.kill('SIGKILL');
    },
    restart: async () => {
      running = await startRelay(settings);
    },
  };
}
