import type { Menu, MenuItemConstructorOptions, NativeImage } from 'electron';
import { codeOf, type Log } from '../log/log.ts';
import type { SystemText } from '../security/system-text.ts';
import type { TrayAction, TrayFacts, TrayIcon, TrayItem } from './tray-facts.ts';
import { trayView, type TrayView } from './tray-state.ts';

/** Electron's Tray, as far as it is used. */
export interface TrayPort {
  setImage(image: NativeImage): void;
  setToolTip(text: SystemText): void;
  setTitle(text: SystemText): void;
  setContextMenu(menu: Menu | null): void;
  on(event: 'click', listener: () => void): unknown;
  destroy(): void;
}

export interface TrayOptions {
  readonly newTray: (image: NativeImage) => TrayPort;
  readonly buildMenu: (template: MenuItemConstructorOptions[]) => Menu;
  /** The picture of a state, with a count drawn into it where the system shows none beside it. */
  readonly iconOf: (icon: TrayIcon, badge: string) => NativeImage;
  /** The count stands beside the icon, as on macOS. */
  readonly hasTitle: boolean;
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
export function createTray(options: TrayOptions): RingsideTray {
  const { newTray, buildMenu, iconOf, hasTitle, onAction, log } = options;
  let tray: TrayPort | null = null;
  let shown: TrayView | null = null;
  let broken = false;

  function show(view: TrayView): void {
    const { icon, badge } = view;
    if (tray === null) {
      tray = newTray(iconOf(icon, badge));
      tray.on('click', () => onAction({ kind: 'calls' }));
    } else if (icon !== shown?.icon || badge !== shown.badge) tray.setImage(iconOf(icon, badge));
    if (hasTitle && badge !== (shown?.badge ?? '')) tray.setTitle(badge);
    if (view.tooltip !== shown?.tooltip) tray.setToolTip(view.tooltip);
    if (JSON.stringify(view.items) !== JSON.stringify(shown?.items))
      tray.setContextMenu(buildMenu(view.items.map(menuItem)));
    shown = view;
  }

  function menuItem(item: TrayItem): MenuItemConstructorOptions {
    if ('separator' in item) return { type: 'separator' };
    // A single ampersand would underline the letter after it.
    const label = item.label.replaceAll('&', '&&');
    if ('items' in item) return { label, submenu: item.items.map(menuItem) };
    const { action } = item;
    return action === null
      ? { label, enabled: false }
      : { id: action.kind, label, click: () => onAction(action) };
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
