import type { Locator } from '@playwright/test';
import type { DrivenApp } from '../fixtures/app.ts';
import { ring } from '../fixtures/allo.ts';
import { cardOf, expect, expectPopped, test } from './stage.ts';
import { activeWindow, atWork, listenForKeys, xdotool } from './terminal.ts';

const SENTENCE = 'the quick brown fox jumps over the lazy dog, and 50 phones ring. ';
const LINES = 20;
const LINE_LENGTH = 50;
const RINGS = 50;

test('1,000 characters typed elsewhere while 50 calls ring: none is lost, none reaches the cards', async ({
  stage,
}) => {
  test.setTimeout(180_000);
  await atWork(stage, async (app, terminal) => {
    const pop = await app.pop();
    const heard = await listenForKeys(app, null);
    const text = SENTENCE.repeat(20).slice(0, LINES * LINE_LENGTH);
    const lines = Array.from({ length: LINES }, (_, i) => text.slice(i * LINE_LENGTH, (i + 1) * LINE_LENGTH));
    const typing = (async () => {
      for (const line of lines) {
        await xdotool('type', '--delay', '12', line);
        await xdotool('key', 'Return');
      }
    })();
    for (let n = 0; n < RINGS; n += 1) {
      const number = `+331990${String(10_000 + n)}`;
      await stage.relay.play(ring({ from_number: number, person: { id: `con_${n}`, name: `Caller ${n}` } }));
    }
    await expectPopped(app);
    await expect(pop.getByRole('article', { name: `Caller ${RINGS - 1}` })).toBeVisible();
    await typing;
    await expect.poll(terminal.typed, { timeout: 30_000 }).toBe(`${lines.join('\n')}\n`);
    expect(await activeWindow()).toBe(terminal.window);
    expect(await heard()).toEqual([]);
    expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow())).toBeNull();
  });
});

test('a click on a card leaves the keyboard where it is', async ({ stage }) => {
  await atWork(stage, async (app, terminal) => {
    await stage.relay.play(ring());
    const pop = await expectPopped(app);
    await clickOn(app, cardOf(pop, 'Ana Lopez').getByRole('button', { name: 'Pin this card' }));
    await expect(cardOf(pop, 'Ana Lopez').getByRole('button', { name: 'Unpin this card' })).toBeVisible();
    await xdotool('type', '1 and Enter');
    await xdotool('key', 'Return');
    await expect.poll(terminal.typed).toBe('1 and Enter\n');
    expect(await activeWindow()).toBe(terminal.window);
    expect(await app.opened()).toEqual([]);
  });
});

test('a click into a note takes the keyboard, what is typed is in the note, and Esc gives it back', async ({
  stage,
}) => {
  await atWork(stage, async (app, terminal) => {
    await stage.relay.play(ring());
    const pop = await expectPopped(app);
    const card = cardOf(pop, 'Ana Lopez');
    await clickOn(app, card.getByRole('button', { name: /note/i }).first());
    const note = card.getByRole('textbox');
    await clickOn(app, note);
    await expect
      .poll(async () => {
        await xdotool('type', 'x');
        return await note.inputValue();
      })
      .toMatch(/^x+$/);
    await xdotool('type', ' call back at five');
    await expect(note).toHaveValue(/^x+ call back at five$/);
    await xdotool('key', 'Escape');
    await expect.poll(activeWindow).toBe(terminal.window);
    await xdotool('type', 'and on');
    await xdotool('key', 'Return');
    await expect.poll(terminal.typed).toMatch(/and on\n$/);
    await expect(note).toHaveValue(/^x+ call back at five$/);
  });
});

/** With the mouse itself, as the display sees it. */
async function clickOn(app: DrivenApp, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const at = await target.boundingBox();
  const window = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().endsWith('pop.html'))
      ?.getBounds(),
  );
  const middle = [
    (window?.x ?? 0) + (at?.x ?? 0) + (at?.width ?? 0) / 2,
    (window?.y ?? 0) + (at?.y ?? 0) + (at?.height ?? 0) / 2,
  ];
  await xdotool('mousemove', ...middle.map((pixel) => String(Math.round(pixel))), 'click', '1');
}
