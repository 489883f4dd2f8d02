import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import MarkdownIt from 'markdown-it';
import type { Topic } from '../../src-shared/allo/events.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { LINE, NORA } from '../fixtures/allo.ts';
import { everyField } from '../fixtures/hostile/every-field.ts';
import { HOSTILE } from '../fixtures/hostile/texts.ts';
import { expect, expectLive, test, type Stage } from './stage.ts';

/** What a call goes through, in order, and texts and changes beside it. */
const STORY: readonly Topic[] = [
  'call.received',
  'call.answered',
  'call.completed',
  'tag.added',
  'contact.updated',
  'sms.received',
  'sms.sent',
  'summary.updated',
];

const SECTIONS = [
  'Summary',
  'Open deals',
  'Collected',
  'Voice menu',
  'Transcript',
  'Text messages',
  'What happened',
];

/** Plays a call whose every field says `hostile`, except those that bring it to this agent. */
async function playCall(stage: Stage, n: number, hostile: string): Promise<string> {
  const tail = String(10 + n);
  const started_at = new Date().toISOString();
  const id = `cll_${n}`;
  const fill = (field: string) => (field.endsWith('id') ? hostile.slice(0, 1_000) : hostile);
  for (const topic of STORY) {
    const sms = topic.startsWith('sms');
    await stage.relay.play({
      topic,
      version: '2.0',
      timestamp: new Date().toISOString(),
      data: {
        ...everyField(topic, fill),
        id: sms ? `msg_${topic}_${n}` : id,
        call_id: id,
        from_number: topic === 'sms.sent' ? LINE : `+331990011${tail}`,
        to_number: topic === 'sms.sent' ? `+331990011${tail}` : LINE,
        numbers: [`+331990011${tail}`],
        user_email: NORA,
        started_at,
        start_date: started_at,
        type: 'INBOUND',
        direction: 'INBOUND',
      },
    });
  }
  return `+33 1 99 00 11 ${tail}`;
}

/** Everything that a page says of itself that it should not. */
function watch(page: Page, found: string[]): void {
  page.on('pageerror', (error) => found.push(`error: ${error.message}`));
  page.on('crash', () => found.push('crash'));
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(`console: ${message.text()}`);
  });
}

async function logOf(app: DrivenApp): Promise<string> {
  return await readFile(join(app.userData, 'logs', 'ringside.log'), 'utf8');
}

test('whatever stands in the fields of a webhook, every card and every section is there, in both windows', async ({
  stage,
}) => {
  test.setTimeout(300_000);
  const app = await stage.start();
  await expectLive(app);
  const found: string[] = [];
  const pop = await app.pop();
  const home = await app.showHome();
  watch(pop, found);
  watch(home, found);

  for (const [n, [kind, hostile]] of Object.entries(HOSTILE).entries()) {
    await test.step(kind, async () => {
      const number = await playCall(stage, n, hostile);
      // Asked from outside, main may collect its own answer while it has so much to read.
      await expect(async () => expect(await app.popIsVisible()).toBe(true)).toPass({ timeout: 20_000 });
      const card = pop.locator('article', { hasText: number });
      await expect(card, kind).toHaveCount(1);
      await expect(card.getByRole('group', { name: 'Summary' }).first()).toBeVisible();
      await expect(card.getByRole('group', { name: 'Open deals' })).toBeAttached();
      const key = await card.getAttribute('data-key');
      await pop.evaluate(
        async (which) =>
          await (Reflect.get(window, 'ringside') as RingsideBridge).request('card:details', { key: which }),
        key,
      );
      const reading = home.locator('article', { hasText: number });
      await expect(reading).toBeVisible();
      for (const section of SECTIONS)
        await expect(
          reading.getByRole('group', { name: section }).first(),
          `${kind}: ${section}`,
        ).toBeAttached();
      for (const page of [pop, home]) {
        await expect(page.locator('[data-plain]')).toHaveCount(0);
        await expect(page.getByText('could not be displayed')).toHaveCount(0);
      }
      await expect(async () => {
        const copy = await copied(app, home, key ?? '');
        expect(copy).toContain('## Call with');
        expect(partsOf(copy), kind).not.toMatch(/html|image|link|table/);
      }).toPass({ timeout: 20_000 });
      await card.getByRole('button', { name: 'Close this card' }).click();
      await expect(card).toHaveCount(0);
      expect(found, kind).toEqual([]);
    });
  }

  await expect(home.getByRole('treegrid').getByRole('row').first()).toBeVisible();
  for (const room of ['Activity', 'Settings', 'Calls']) {
    await home.getByRole('button', { name: room, exact: false }).first().click();
    await expect(home.getByRole('heading', { name: room, level: 1 })).toBeAttached();
  }
  expect(found).toEqual([]);
  const log = await logOf(app);
  expect(log).not.toContain('a part of a page failed');
  expect(log).not.toContain('a page is dead');
});

/** What the copied summary has become on this system's clipboard. */
async function copied(app: DrivenApp, home: Page, key: string): Promise<string> {
  await home.evaluate(
    async (which) =>
      await (Reflect.get(window, 'ringside') as RingsideBridge).request('card:copy', {
        key: which,
        what: 'summary',
      }),
    key,
  );
  return await app.electron.evaluate(({ clipboard }) => clipboard.readText());
}

interface RingsideBridge {
  request(channel: string, payload: unknown): Promise<unknown>;
}

/** What a reader that knows everything makes of Markdown. */
function partsOf(markdown: string): string {
  const eager = new MarkdownIt({ html: true });
  eager.validateLink = () => true;
  return eager
    .parse(markdown, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .map(({ type }) => type)
    .join(' ');
}
