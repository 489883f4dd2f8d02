import type { Command } from 'commander';
import { setTimeout as wait } from 'node:timers/promises';
import { askRelayStatus } from '../control/asking.ts';
import { parseSecrets, SecretError } from '../webhook-secrets/signature.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { keepSecrets } from '../webhook-secrets/keeper.ts';
import { changeSecretsFile } from '../webhook-secrets/secrets-file.ts';
import { listeningAt } from '../admin/listening.ts';
import { optionsOf, type CliParts } from './context.ts';
import { CommandError, example, print, table, UsageError } from './terminal.ts';

/** `secrets list`, `secrets add`, `secrets remove`: webhook secrets, changed without a restart. */
export function addSecretsCommands(program: Command, { terminal, input }: CliParts): void {
  const secrets = program
    .command('secrets')
    .description('signing secrets of webhooks: told apart by fingerprints, changed while the relay runs')
    .helpCommand(false);

  secrets
    .command('list')
    .description('every secret by its fingerprint, and how many webhooks it has verified')
    .addHelpText('after', example('ringside-relay secrets list'))
    .action(async (_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const here = (await keepSecrets(settings.secrets, settings.secretsFile)).kept();
      const status = await statusOf(settings);
      const running = new Map((status?.secrets ?? []).map((one) => [one.fingerprint, one]));
      const from = new Map(here.map((kept) => [kept.secret.fingerprint, kept.from]));
      for (const one of running.values()) from.set(one.fingerprint, one.from);
      const list = [...from].map(([fingerprint, where]) => {
        const { webhooks = 0, lastAt = null } = running.get(fingerprint) ?? {};
        return { fingerprint, from: where, inForce: running.has(fingerprint), webhooks, lastAt };
      });
      const rows = list.map((s) => [
        s.fingerprint,
        s.from,
        s.inForce ? 'yes' : status === null ? 'no relay runs' : 'NO',
        String(s.webhooks),
        s.lastAt ?? 'never',
      ]);
      print(
        terminal,
        json,
        { secrets: list },
        table(['SECRET', 'FROM', 'IN FORCE', 'WEBHOOKS', 'LAST'], rows),
      );
    });

  secrets
    .command('add')
    .description('take a signing secret (whsec_…) from the input, at once and for every later start')
    .addHelpText(
      'after',
      example(
        'ringside-relay secrets add                    # and paste it',
        'ringside-relay secrets add < FILE',
      ),
    )
    .action(async (_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const added = addSecrets(settings, await input('Signing secret (whsec_…): '));
      const { inForce, text } = await whetherInForce(settings, added, true);
      print(terminal, json, { added, inForce }, [`${added.join(', ')} added; ${text}`]);
    });

  secrets
    .command('remove <fingerprint>')
    .description('take a secret out of the file: webhooks that are signed with it get 401 from now on')
    .addHelpText('after', example('ringside-relay secrets remove 3f9a01bc        # as in secrets list'))
    .action(async (fingerprint: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const kept = (await keepSecrets(settings.secrets, settings.secretsFile)).kept();
      const one = kept.find(({ secret }) => secret.fingerprint === fingerprint);
      if (one === undefined) throw new CommandError(`there is no secret ${fingerprint}`);
      if (one.from === 'environment') {
        throw new CommandError(
          `${fingerprint} is in ALLO_WEBHOOK_SECRETS: take it out there, and restart the relay`,
        );
      }
      if (kept.length === 1) throw new CommandError(`${fingerprint} is the only one: add the next one first`);
      changeSecretsFile(settings.secretsFile, (words) =>
        words.filter((word) => nameOf(word) !== fingerprint),
      );
      const { inForce, text } = await whetherInForce(settings, [fingerprint], false);
      print(terminal, json, { removed: fingerprint, inForce }, [`${fingerprint} removed; ${text}`]);
    });
}

/**
 * Puts what somebody pasted into the secrets file, unless it is there. @returns the fingerprints
 * @throws UsageError that does not repeat it
 */
export function addSecrets({ secretsFile }: RelaySettings, pasted: string): string[] {
  const words = pasted.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) throw new UsageError('no secret was given: paste the whsec_… that Allo shows');
  try {
    const names = words.map(nameOf);
    changeSecretsFile(secretsFile, (before) => {
      const had = new Set(before.map(nameOf));
      const more = words.filter((word) => !had.has(nameOf(word)));
      return more.length === 0 ? null : [...before, ...more];
    });
    return names;
  } catch (error) {
    if (error instanceof SecretError) throw new UsageError(error.message);
    throw error;
  }
}

function nameOf(word: string): string {
  return parseSecrets(word)[0]?.fingerprint ?? '';
}

const LOOK_TIMES = 15;
const LOOK_EVERY_MS = 200;

/** Waits until the running relay has, or has no longer, these secrets. */
async function whetherInForce(
  settings: RelaySettings,
  fingerprints: readonly string[],
  wanted: boolean,
): Promise<{ readonly inForce: boolean; readonly text: string }> {
  for (let left = LOOK_TIMES; left > 0; left -= 1) {
    const status = await statusOf(settings);
    if (status === null) return { inForce: false, text: 'no relay runs: it holds from the next start on' };
    const inForce = new Set(status.secrets.map(({ fingerprint }) => fingerprint));
    if (fingerprints.every((one) => inForce.has(one) === wanted)) {
      return { inForce: wanted, text: `the running relay has ${wanted ? 'it' : 'forgotten it'}` };
    }
    await wait(LOOK_EVERY_MS);
  }
  throw new CommandError('the file is written, but the running relay does not take it up: see its log');
}

async function statusOf(settings: RelaySettings): ReturnType<typeof askRelayStatus> {
  const listening = await listeningAt(settings);
  return listening === null ? null : await askRelayStatus(settings.data, listening);
}
