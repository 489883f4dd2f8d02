import { join } from 'node:path';
import { nativeImage, type NativeImage } from 'electron';
import { withBadge } from './badge.ts';
import type { TrayIcon } from './tray-facts.ts';

const SCALES = [1, 2] as const;

/**
 * The tray's picture for a state: `assets/tray/<state>.png` with its `@2x`, at 22 px for Linux panels and at 16 for
 * Windows, with the count drawn into it; on macOS a template, which the system draws in the menu bar's own colour, and
 * the count stands beside it.
 * @param badge '' for none
 */
export function trayIcon(icon: TrayIcon, badge: string, appPath: string): NativeImage {
  const picture = (name: string): NativeImage =>
    nativeImage.createFromPath(join(appPath, 'assets', 'tray', `${name}.png`));
  if (process.platform === 'darwin') {
    const template = picture(`${icon}-template`);
    template.setTemplateImage(true);
    return template;
  }
  const size = process.platform === 'linux' ? '' : '-16';
  const plain = picture(`${icon}${size}`);
  return badge === '' ? plain : badged(plain, picture(`badge-${badge.replace('+', '-plus')}${size}`));
}

function badged(plain: NativeImage, badge: NativeImage): NativeImage {
  const image = nativeImage.createEmpty();
  for (const scaleFactor of SCALES) {
    const bitmapOf = (source: NativeImage) => ({
      pixels: source.toBitmap({ scaleFactor }),
      side: source.getSize().width * scaleFactor,
    });
    const under = bitmapOf(plain);
    const buffer = Buffer.from(withBadge(under, bitmapOf(badge)));
    image.addRepresentation({ scaleFactor, width: under.side, height: under.side, buffer });
  }
  return image;
}
