import { join } from 'node:path';

/** Where the session's bus is, as systemd's and GNOME's libraries find it; null: there is none to be found. */
export function sessionBusAddress(env: NodeJS.ProcessEnv): string | null {
  const { DBUS_SESSION_BUS_ADDRESS: said, XDG_RUNTIME_DIR: runtime } = env;
  if (said !== undefined && said !== '') return said;
  return runtime === undefined || runtime === '' ? null : `unix:path=${join(runtime, 'bus')}`;
}
