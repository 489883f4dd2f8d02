import type { Secret } from '../webhook-secrets/signature.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { keepSecrets } from '../webhook-secrets/keeper.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

/** The secrets as this command sees them. */
export async function lookAtSecrets(
  settings: RelaySettings,
): Promise<{ readonly secrets: readonly Secret[]; readonly findings: Finding[] }> {
  try {
    const secrets = (await keepSecrets(settings.secrets, settings.secretsFile)).current();
    const file = settings.secretsFile;
    return {
      secrets,
      findings: [
        secrets.length === 0
          ? warn(
              'secrets',
              'none is set here',
              'ringside-relay secrets add: without one every webhook gets 503',
            )
          : ok('secrets', `${secrets.length} set here (environment, ${file})`),
      ],
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'they cannot be read';
    return {
      secrets: settings.secrets,
      findings: [fail('secrets', message, 'correct it, or the next start fails')],
    };
  }
}
