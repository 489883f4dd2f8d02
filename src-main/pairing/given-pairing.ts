/** The pairing that a managed install or a test gives the app from outside. */
export interface GivenPairing {
  readonly relay: string | undefined;
  readonly token: string | undefined;
}

/**
 * Takes `RINGSIDE_RELAY_URL` and `RINGSIDE_DEVICE_TOKEN` from the environment, and the token out of it: whatever the app
 * starts, the browser first of all, inherits the rest. To be called before anything is started, and once.
 */
export function takeGivenPairing(env: Record<string, string | undefined>): GivenPairing {
  const given = { relay: env['RINGSIDE_RELAY_URL'], token: env['RINGSIDE_DEVICE_TOKEN'] };
  delete env['RINGSIDE_DEVICE_TOKEN'];
  return given;
}
