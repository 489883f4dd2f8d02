import type { Menu, MenuItemConstructorOptions, NativeImage } from 'electron';
import { codeOf, type Log } from '../log.ts';
import { trayView, type TrayAction, type TrayFacts, type TrayIcon, type TrayView } from './tray-state.ts';

/** Electron's Tray, as far as it is used. */
export interface TrayPort {
  setImage(image: NativeImage): void;
  setToolTip(text: string): void;
  setContextMenu(menu: Menu | null): void;
  on(event: 'click', listener: () => void): unknown;
  destroy(): void;
}

export interface TrayOptions {
  readonly newTray: (image: NativeImage) => TrayPort;
  readonly buildMenu: (template: MenuItemConstructorOptions[]) => Menu;
  readonly iconOf: (icon: TrayIcon) => NativeImage;
  readonly onAction: (action: TrayAction) => void;
  readonly log: Log;
}

export interface RingsideTray {
  render(facts: TrayFacts): void;
  destroy(): void;
}

/**
 * Shows the state in the system's tray. Renders only what changed; the menu is built anew with every change, which
 * Linux needs. A desktop without a tray costs the icon and nothing else.
 */
export function createTray({ newTray, buildMenu, iconOf, onAction, log }: TrayOptions): RingsideTray {
  let tray: TrayPort | null = null;
  let shown: TrayView | null = null;
  let broken = false;

  function show(view: TrayView): void {
    if (tray === null) {
      tray = newTray(iconOf(view.icon));
      tray.on('click', () => onAction('calls'));
    } else if (view.icon !== shown?.icon) tray.setImage(iconOf(view.icon));
    tray.setToolTip(view.tooltip);
    tray.setContextMenu(buildMenu(view.items.map(menuItem)));
    shown = view;
  }

  function menuItem(item: TrayView['items'][number]): MenuItemConstructorOptions {
    if ('separator' in item) return { type: 'separator' };
    const { label, action } = item;
    return action === null ? { label, enabled: false } : { id: action, label, click: () => onAction(action) };
  }

  return {
    render(facts) {
      const view = trayView(facts);
      if (broken || JSON.stringify(view) === JSON.stringify(shown)) return;
      try {
        show(view);
      } catch (error) {
        broken = true;
        log.warn('no tray on this desktop', { code: codeOf(error) });
      }
    },
    destroy() {
      tray?.destroy();
      tray = null;
    },
  };
}
