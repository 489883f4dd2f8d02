import type { Menu, MenuItemConstructorOptions, NativeImage } from 'electron';
import { expect, test } from 'vitest';
import type { LinkState } from '../../../src-shared/ipc/contract.ts';
import { trayView } from '../../../src-main/tray/tray-state.ts';
import { chooseLanguage } from '../../../src-shared/words/language.ts';
import { createTray, type TrayPort } from '../../../src-main/tray/tray.ts';
import { notedLog } from './heard.ts';

const language = chooseLanguage(['en-GB']);
const SINCE = new Date(2026, 0, 5, 9, 30).getTime();
const live: LinkState = { kind: 'live', agent: 'nora@example.com', relay: 'relay.example' };

test.each<[LinkState, number, string, string]>([
  [live, 0, 'connected', 'Connected as nora@example.com'],
  [live, 1, 'ringing', 'Connected as nora@example.com'],
  [{ kind: 'connecting' }, 0, 'reconnecting', 'Connecting…'],
  [{ kind: 'reconnecting', since: SINCE, relay: 'r' }, 0, 'reconnecting', 'Reconnecting since 09:30'],
  [{ kind: 'reconnecting', since: SINCE, relay: 'r' }, 2, 'reconnecting', 'Reconnecting since 09:30'],
  [{ kind: 'unpaired' }, 0, 'unpaired', 'Not paired yet'],
  [{ kind: 'revoked', relay: 'r' }, 0, 'unpaired', 'Access was taken away: pair again'],
])('%o with %i ringing shows %s', (link, ringing, icon, line) => {
  const view = trayView({ link, ringing, language });
  expect(view.icon).toBe(icon);
  expect(view.items[0]).toEqual({ label: line, action: null });
  expect(
    view.items.flatMap((item) => ('action' in item && item.action !== null ? [item.action] : [])),
  ).toEqual([icon === 'unpaired' ? 'pair' : 'calls', 'quit']);
});

function fakeDesktop() {
  const seen: { images: string[]; menus: MenuItemConstructorOptions[][] } = { images: [], menus: [] };
  const port: TrayPort = {
    setImage: (image) => void seen.images.push(String(image)),
    setToolTip: () => {},
    setContextMenu: (menu) => void seen.menus.push(menu as unknown as MenuItemConstructorOptions[]),
    on: () => {},
    destroy: () => {},
  };
  const newTray = (image: NativeImage): TrayPort => {
    seen.images.push(String(image));
    return port;
  };
  return { seen, newTray };
}

test('a menu is built anew with every change, and only with a change', () => {
  const { seen, newTray } = fakeDesktop();
  const tray = createTray({
    newTray,
    buildMenu: (template) => template as unknown as Menu,
    iconOf: (icon) => icon as unknown as NativeImage,
    onAction: () => {},
    log: notedLog(),
  });
  tray.render({ link: { kind: 'connecting' }, ringing: 0, language });
  tray.render({ link: live, ringing: 0, language });
  tray.render({ link: live, ringing: 0, language });
  tray.render({ link: live, ringing: 1, language });
  expect(seen.images).toEqual(['reconnecting', 'connected', 'ringing']);
  expect(seen.menus.map((menu) => menu[0]?.label)).toEqual([
    'Connecting…',
    'Connected as nora@example.com',
    'Connected as nora@example.com',
  ]);
});

test('a desktop without a tray costs the icon and nothing else', () => {
  const log = notedLog();
  const tray = createTray({
    newTray: () => {
      throw new Error('no tray');
    },
    buildMenu: (template) => template as unknown as Menu,
    iconOf: (icon) => icon as unknown as NativeImage,
    onAction: () => {},
    log,
  });
  tray.render({ link: live, ringing: 0, language });
  tray.render({ link: live, ringing: 1, language });
  expect(log.lines).toHaveLength(1);
  tray.destroy();
});
