import { rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * With an Electron folder of our own electron-builder leaves Electron's default app in the package, which would run
 * any folder named on the command line.
 * @param {import('electron-builder').AfterPackContext} context
 */
export function afterPack({ appOutDir, packager, electronPlatformName }) {
  const resources =
    electronPlatformName === 'darwin'
      ? join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents/Resources')
      : join(appOutDir, 'resources');
  rmSync(join(resources, 'default_app.asar'), { force: true });
}
