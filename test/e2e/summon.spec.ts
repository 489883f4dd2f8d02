import { ring } from '../fixtures/allo.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { cardOf, expect, expectLive, expectNoPop, expectPopped, test } from './stage.ts';
import { activeWindow, atWork, focusedTerminal, hideWindows, listenForKeys, xdotool } from './terminal.ts';

const SHORTCUT = 'ctrl+shift+space';

async function hasKeyboard(app: DrivenApp): Promise<boolean> {
  return await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow() !== null);
}

test('the shortcut gives the cards the keyboard, a digit opens a deal, Esc gives it back', async ({
  stage,
}) => {
  await atWork(stage, async (app, terminal) => {
    await stage.relay.play(ring());
    const pop = await expectPopped(app);
    await expect(cardOf(pop, 'Ana Lopez')).toBeVisible();
    expect(await activeWindow()).toBe(terminal.window);

    // A key that was on its way to the other window when the cards took the keyboard does nothing there.
    await xdotool('key', SHORTCUT, 'key', '1');
    await expect.poll(() => hasKeyboard(app)).toBe(true);
    expect(await app.opened()).toEqual([]);
    await expect
      .poll(async () => {
        await xdotool('key', '1');
        return await app.opened();
      })
      .not.toEqual([]);
    const [first] = await app.opened();
    expect(first).toMatch(/^https:\/\/crm\.example\/deals\/.+from=ringside$/);

    await xdotool('key', 'Escape');
    await expect.poll(activeWindow).toBe(terminal.window);
    await xdotool('type', 'back at work');
    await xdotool('key', 'Return');
    // The key that was on its way may still have got where it was meant for.
    await expect.poll(terminal.typed).toMatch(/^1?back at work\n$/);
    expect(await app.popIsVisible()).toBe(true);
  });
});

test('a key that comes as the cards are given the keyboard does not reach their page, and none does for 400 ms', async ({
  stage,
}) => {
  await atWork(stage, async (app) => {
    await stage.relay.play(ring());
    await expectPopped(app);
    const heard = await listenForKeys(app, '1');
    await xdotool('key', SHORTCUT);
    await expect
      .poll(async () => {
        await xdotool('key', '1');
        return await app.opened();
      })
      .not.toEqual([]);
    const keys = await heard();
    expect(keys[0]).toMatchObject({ key: '1', isHeldBack: true });
    for (const { isHeldBack, afterMs } of keys) if (!isHeldBack) expect(afterMs).toBeGreaterThanOrEqual(400);
  });
});

test('with no card on screen the shortcut brings the newest call, and Esc puts it back', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(ring());
  const pop = await expectPopped(app);
  await cardOf(pop, 'Ana Lopez').getByRole('button', { name: 'Close this card' }).click();
  await expectNoPop(app);
  await hideWindows(app);
  const terminal = await focusedTerminal();
  try {
    await xdotool('key', SHORTCUT);
    await expectPopped(app);
    await expect(cardOf(pop, 'Ana Lopez')).toBeVisible();
    await expect.poll(() => hasKeyboard(app)).toBe(true);
    await expect
      .poll(async () => {
        await xdotool('key', 'Escape');
        return await app.popIsVisible();
      })
      .toBe(false);
    await expect.poll(activeWindow).toBe(terminal.window);
  } finally {
    await terminal.end();
  }
});

test('another window that takes the focus ends it', async ({ stage }) => {
  await atWork(stage, async (app, terminal) => {
    await stage.relay.play(ring());
    await expectPopped(app);
    await xdotool('key', SHORTCUT);
    await expect.poll(() => hasKeyboard(app)).toBe(true);
    await xdotool('windowactivate', terminal.window);
    await expect.poll(() => hasKeyboard(app)).toBe(false);
    await expect.poll(activeWindow).toBe(terminal.window);
    await xdotool('type', '1');
    await xdotool('key', 'Return');
    await expect.poll(terminal.typed).toBe('1\n');
    expect(await app.opened()).toEqual([]);
  });
});
