import type { Command } from 'commander';
import { setTimeout as wait } from 'node:timers/promises';
import { alloApi } from '../allo-api/client.ts';
import { apiKeyOf, apiKeyText, ApiKeyError } from '../allo-key/key.ts';
import { keepApiKey } from '../allo-key/keeper.ts';
import { askForTeam } from '../allo-sync/asking.ts';
import { linesOn } from '../allo-sync/report.ts';
import { loadConfig } from '../config/file.ts';
import { writePrivateFile } from '../files/private-file.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { optionsOf, withAdmin, type CliParts } from './context.ts';
import { CommandError, print, UsageError } from './terminal.ts';

interface SyncOptions {
  readonly dryRun?: true;
  readonly remove?: true;
  readonly setKey?: true;
}

const OVERRULED =
  'ALLO_API_KEY is set to another key, which goes before the one that was kept now: take it out of the environment of the relay';

/** `sync`: agents, lines and who answers them, from Allo. */
export function addSyncCommand(program: Command, { terminal, now, input }: CliParts): void {
  program
    .command('sync')
    .description(
      'read agents and lines from Allo: adds, renames, says who answers; never undoes what was typed here',
    )
    .option('--dry-run', 'show what would change, and change nothing')
    .option(
      '--remove',
      'also remove agents whom Allo no longer lists, unless they were added by hand, and take its word for big changes',
    )
    .option('--set-key', "take a key of Allo's API from the input, keep it for the relay, and read with it")
    .addHelpText(
      'after',
      `
The key is made in Allo under Settings → API by an admin or manager, with the scopes USERS_READ,
PHONE_NUMBERS_READ and, for ends of calls that were lost, CONVERSATIONS_READ. With a key the relay
does the same by itself, at its start and every hour, but removes nobody. The key is ALLO_API_KEY in
the environment, or in a file of mode 600.

Example:
  ringside-relay sync --set-key              # and paste it
  ringside-relay sync --dry-run`,
    )
    .action(async (own: SyncOptions, command: Command) => {
      const { json, settings } = optionsOf(command);
      const key = own.setKey === true ? readKey(await input("Key of Allo's API: ")) : await keyIn(settings);
      const api = alloApi({ apiKey: key, base: settings.allo.origin, wait: (ms) => wait(ms) });
      const askedAt = now();
      const allo = await askForTeam(api, (ms) => wait(ms));
      if (allo.users === null && allo.numbers === null) {
        throw new CommandError(allo.troubles.map(({ text }) => text).join('; '));
      }
      if (own.setKey === true) {
        writePrivateFile(settings.allo.apiKeyFile, apiKeyText(key));
        const isOverruled = settings.allo.apiKey !== null && settings.allo.apiKey !== key;
        if (isOverruled) terminal.error(OVERRULED);
      }
      const { config } = await loadConfig(settings.configFile);
      const request = { allo, config, remove: own.remove === true, askedAt };
      const isDry = own.dryRun === true;
      const changes = await withAdmin(settings, async ({ directorySync }) => {
        if (isDry) return directorySync.preview(request);
        const outcome = await directorySync.sync(request, now());
        if (outcome.status === 'done') return outcome.changes;
        throw new CommandError('the relay has read the directory meanwhile: nothing was changed by this one');
      });
      const { links: _, ...shown } = changes;
      print(terminal, json, { dryRun: isDry, ...shown }, linesOn(changes, isDry));
    });
}

/** @throws UsageError that does not repeat it */
function readKey(pasted: string): string {
  try {
    const key = apiKeyOf(pasted);
    if (key !== null) return key;
  } catch (error) {
    if (error instanceof ApiKeyError) throw new UsageError(error.message);
    throw error;
  }
  throw new UsageError('no key was given: paste the one that Allo shows under Settings → API');
}

/** @throws CommandError */
async function keyIn({ allo }: RelaySettings): Promise<string> {
  const keeper = await keepApiKey(allo.apiKey, allo.apiKeyFile);
  const kept = keeper.current();
  if (kept !== null) return kept.key;
  const refused = keeper.refused();
  if (refused !== null) throw new CommandError(refused);
  throw new CommandError(
    "there is no key of Allo's API: ringside-relay sync --set-key takes one, or set ALLO_API_KEY",
  );
}
