import { Option, type Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { alloApi } from '../allo-api/client.ts';
import { createWebhook, topicsToAskFor, webhookTo, type CreatedWebhook } from '../allo-api/webhooks.ts';
import { WEBHOOK_PATH } from '../intake/webhooks.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { optionsOf, type CliParts } from './context.ts';
import { addSecrets } from './secrets.ts';
import { CommandError, print, UsageError } from './terminal.ts';

/** `webhook create`: tells Allo where to send. */
export function addWebhookCommand(program: Command, { terminal }: CliParts): void {
  const webhook = program.command('webhook').description("webhooks at Allo's side").helpCommand(false);

  webhook
    .command('create')
    .description('make a webhook at Allo that sends to this relay; prints its signing secret, once')
    .requiredOption('--url <url>', `https address of the relay; without a path, ${WEBHOOK_PATH} is added`)
    .addOption(
      new Option('--api-key <key>', 'key of Allo’s API; better set in the environment').env('ALLO_API_KEY'),
    )
    .addOption(new Option('--api-url <url>', 'for tests').env('ALLO_API_URL').hideHelp())
    .option('--add-secret', 'hand the signing secret to the relay of this data folder instead of showing it')
    .addHelpText(
      'after',
      `
The key is made in Allo under Settings → API by an admin or manager, with the scope WEBHOOKS_READ_WRITE.

Example:
  ALLO_API_KEY=ak_live_… ringside-relay webhook create --url https://relay.example.com`,
    )
    .action(async (own: CreateOptions, command: Command) => {
      const { json, settings } = optionsOf(command);
      const url = readTarget(own.url);
      const api = alloApi({
        apiKey: readKey(own.apiKey),
        ...(own.apiUrl === undefined ? {} : { base: own.apiUrl }),
        wait: (ms) => wait(ms),
      });
      const existing = await webhookTo(api, url);
      if (existing !== null) {
        throw new CommandError(
          `Allo already has a webhook to ${url} (${existing}); its signing secret is in Allo under Settings → Webhooks`,
        );
      }
      const made = await createWebhook(api, url, await topicsToAskFor(api), randomUUID());
      if (own.addSecret === true) {
        const [fingerprint] = keepSecret(settings, made);
        const { secret: _, ...shown } = made;
        print(terminal, json, { ...shown, fingerprint }, [
          `${made.id} sends ${made.topics.join(', ')} to ${made.url}`,
          `The relay takes up its secret, ${fingerprint}, within half a second, or when it starts.`,
        ]);
        return;
      }
      print(terminal, json, made, [
        `${made.id} sends ${made.topics.join(', ')} to ${made.url}`,
        '',
        `Signing secret, shown this once:  ${made.secret}`,
        '',
        'Next: ringside-relay secrets add, and paste it: the relay need not be restarted. Then ask',
        'ringside-relay doctor whether all is well.',
      ]);
    });
}

interface CreateOptions {
  readonly url: string;
  readonly apiKey?: string;
  readonly apiUrl?: string;
  readonly addSecret?: true;
}

/** @throws CommandError that shows the secret, which Allo would not show again */
function keepSecret(settings: RelaySettings, { secret }: CreatedWebhook): string[] {
  try {
    return addSecrets(settings, secret);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    throw new CommandError(`the webhook was made, but its secret could not be kept (${why}): ${secret}`);
  }
}

/** @throws UsageError */
function readTarget(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:')
    throw new UsageError('--url must be an https address: Allo sends to no other');
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new UsageError('--url must have no user, password or fragment');
  }
  if (url.pathname === '/') url.pathname = WEBHOOK_PATH;
  return url.href;
}

/** @throws UsageError */
function readKey(key: string | undefined): string {
  if (key === undefined || key === '') throw new UsageError('set ALLO_API_KEY, or --api-key');
  if (!/^[\x21-\x7e]{1,512}$/.test(key)) throw new UsageError('the API key has characters that no key has');
  return key;
}
