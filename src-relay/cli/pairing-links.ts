import type { Command } from 'commander';
import { pairingLinks } from '../../src-shared/wire/pairing-link.ts';
import { isThisMachine, readRelayAddress } from '../../src-shared/wire/relay-address.ts';
import { loadConfig } from '../config/file.ts';
import { baseUrl } from '../http/server.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { readAddress } from './agents.ts';
import { listeningAt } from '../admin/listening.ts';
import { optionsOf, withAdmin, type CliParts } from './context.ts';
import { durationBetween } from './duration.ts';
import { CommandError, example, print, table, UsageError } from './terminal.ts';

const MINUTE_MS = 60_000;
const VALID_MS = 15 * MINUTE_MS;
/** A link that lies about for longer is somebody's to find. */
const MOST_MS = 30 * 24 * 60 * MINUTE_MS;

interface PairOptions {
  readonly all?: true;
  readonly valid: number;
}

/** `devices pair`: the links of one agent, or of each: a page for anybody, and one for whoever has the app. */
export function addPairCommand(
  devices: Command,
  { terminal, now }: Pick<CliParts, 'terminal' | 'now'>,
): void {
  devices
    .command('pair [email]')
    .description('print links that pair one app with this relay, once, within 15 minutes')
    .option('--all', 'links for every agent')
    .option(
      '--valid <duration>',
      'how long, like 24h or 7d (at most 30d)',
      durationBetween(MINUTE_MS, MOST_MS),
      VALID_MS,
    )
    .addHelpText(
      'after',
      example(
        'ringside-relay devices pair nora@example.com',
        'ringside-relay devices pair --all --valid 7d        # to send round',
      ),
    )
    .action(async (email: string | undefined, own: PairOptions, command: Command) => {
      const { json, settings } = optionsOf(command);
      if ((email === undefined) !== (own.all === true))
        throw new UsageError('say for whom: an agent, or --all');
      const { config } = await loadConfig(settings.configFile);
      const until = now() + own.valid;
      const expiresAt = new Date(until).toISOString();
      const agents = email === undefined ? 'all' : [readAddress(email)];
      const relay = config.publicUrl ?? (await listeningAt(settings)) ?? addressIn(settings);
      const offers = await withAdmin(settings, (admin) => admin.devices.offer(agents, until));
      if (offers.length === 0) throw new CommandError('there are no agents: add them with agents add EMAIL');
      const links = offers.map(({ agent, code }) => ({ agent, ...pairingLinks(relay, code), expiresAt }));
      const [one] = links;
      if (own.all === true || one === undefined) {
        const rows = links.map(({ agent, page, link }) => [agent, page, link]);
        print(terminal, json, { links }, [
          ...table(['AGENT', 'SEND THIS', 'OR, WHERE RINGSIDE IS INSTALLED'], rows),
          `one of the two, once, until ${expiresAt}`,
        ]);
      } else {
        print(terminal, json, one, [
          one.page,
          `    to send to ${one.agent}: a page that leads through installing and pairing`,
          one.link,
          '    the same for a computer that has Ringside',
          `one of the two, once, until ${expiresAt}`,
        ]);
      }
      const warning = warningOf(relay);
      if (warning !== null) terminal.error(warning);
    });
}

/** Apps speak https, and http to their own machine only. */
function warningOf(relay: string): string | null {
  const address = readRelayAddress(relay);
  if (!address.ok) {
    return `no app takes ${relay}: set publicUrl in the config to the https address, and pair again`;
  }
  if (!isThisMachine(address.url)) return null;
  return `the link leads to ${relay}: it works on this very machine only. Set publicUrl in the config to the https address, and pair again`;
}

function addressIn({ host, port }: RelaySettings): string {
  if (port === 0) throw new CommandError('the relay has no address yet: start it once, or set publicUrl');
  return baseUrl(host, port);
}
