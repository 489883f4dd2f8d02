import type { Locator, Page } from '@playwright/test';
import { ring } from '../fixtures/allo.ts';
import { launchApp, type DrivenApp } from '../fixtures/app.ts';
import { ANA_ALONE, startRecordsRelay, type RecordsRelay } from './records-relay.ts';
import { expect, test as base } from './stage.ts';

/** The app with a relay that tells of the CRM when the test says so. */
export const test = base.extend<{ relay: RecordsRelay; app: DrivenApp }>({
  relay: async ({}, use) => {
    const relay = await startRecordsRelay();
    await use(relay);
    await relay.close();
  },
  app: async ({ relay }, use) => {
    const app = await launchApp({ relayUrl: relay.url, token: 'a-token' });
    await use(app);
    await app.kill();
  },
});

export const CERTAIN = {
  contact: { record: { id: '101' } },
  company: { record: { id: '201' } },
  deals: { 'dea-9z8y7x': { record: { id: '301' } } },
};
export const TWINS = {
  choices: [
    { id: '101', label: 'Ana Lopez', hint: 'Globex · ana.lopez@globex.example' },
    { id: '102', label: 'Ana López', hint: 'Initech' },
  ],
};
export const SEARCH = 'https://app.hubspot.com/contacts/1234/objects';
export const known = (started_at = new Date().toISOString()) => ring({ ...ANA_ALONE, started_at });

/**
 * Where everything on a card is but the seconds that count and what stands inside of its links, and how the window lies:
 * once nothing moves any more.
 */
export async function geometry(pop: Page, app: DrivenApp): Promise<unknown> {
  return await standing(() => geometryNow(pop, app));
}

/** What is measured, once it is twice the same. */
export async function standing<T>(measure: () => Promise<T>): Promise<T> {
  let last = await measure();
  await expect
    .poll(async () => {
      const before = JSON.stringify(last);
      last = await measure();
      return JSON.stringify(last) === before;
    })
    .toBe(true);
  return last;
}

async function geometryNow(pop: Page, app: DrivenApp): Promise<unknown> {
  const boxes = await pop.evaluate(() =>
    [...document.querySelectorAll('article, article *')]
      .filter((element) => element.closest('svg, time, [data-record="contact"] *') === null)
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return `${element.tagName} ${[x, y, width, height].map((n) => n.toFixed(2)).join(' ')}`;
      }),
  );
  const window = await app.electron.browserWindow(pop);
  return { boxes, window: await window.evaluate((one) => one.getBounds()) };
}

export function rowOf(home: Page): Locator {
  return home.getByRole('treegrid').getByRole('row', { name: /Ana Lopez/ });
}

export function linksOf(card: Locator) {
  return {
    name: card.getByRole('heading').getByRole('button'),
    company: card.getByRole('button', { name: 'Globex' }),
    deal: card.getByRole('button', { name: /Pilot, 40 seats/ }),
    foot: card.locator('[data-record="contact"]'),
  };
}
