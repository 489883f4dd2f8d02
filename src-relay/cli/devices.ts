import type { Command } from 'commander';
import type { DatabaseSync } from 'node:sqlite';
import { agentWriting } from '../agents/agents.ts';
import { deviceWriting, newDeviceId, PAIRING_VALID_MS } from '../agents/devices.ts';
import { listDevices } from '../agents/listing.ts';
import { hashOf, newPairingCode, newToken } from '../agents/secrets.ts';
import { loadConfig } from '../config/file.ts';
import { baseUrl } from '../http/server.ts';
import type { AgentId } from '../journal/ids.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { readAddress } from './agents.ts';
import { listeningAt, optionsOf, withJournal, type CliParts } from './context.ts';
import { CommandError, example, print, table } from './terminal.ts';

/** `devices pair`, `devices token`, `devices list`, `devices revoke`. */
export function addDevicesCommands(program: Command, { terminal, now }: CliParts): void {
  const devices = program.command('devices').description('what agents connect with').helpCommand(false);

  devices
    .command('pair <email>')
    .description('print a link that pairs one app with this relay, once, within 15 minutes')
    .addHelpText('after', example('ringside-relay devices pair nora@example.com'))
    .action(async (email: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const agent = readAddress(email);
      const { config } = await loadConfig(settings.configFile);
      const code = newPairingCode();
      const expiresAt = new Date(now() + PAIRING_VALID_MS).toISOString();
      const relay = withJournal(settings, (db) => {
        deviceWriting(db).offer(agentIn(db, agent), hashOf(code), now());
        return config.publicUrl ?? listeningAt(settings.data) ?? addressIn(settings);
      });
      const link = `ringside://pair?relay=${encodeURIComponent(relay)}&code=${code}`;
      print(terminal, json, { agent, link, expiresAt }, [link, `for ${agent}, once, until ${expiresAt}`]);
      if (!isForApps(relay)) {
        terminal.error(
          `no app takes ${relay}: set publicUrl in the config to the https address, and pair again`,
        );
      }
    });

  devices
    .command('token <email>')
    .description('print a device token for scripts and managed installs; it is shown this once')
    .addHelpText(
      'after',
      example('RINGSIDE_DEVICE_TOKEN=$(ringside-relay devices token nora@example.com --name kiosk)'),
    )
    .option('--name <name>', 'shown in devices list')
    .action((email: string, own: { name?: string }, command: Command) => {
      const { json, settings } = optionsOf(command);
      const agent = readAddress(email);
      const token = newToken();
      const device = { id: newDeviceId(), tokenHash: hashOf(token), name: own.name ?? 'token' };
      withJournal(settings, (db) => deviceWriting(db).add(agentIn(db, agent), device, now()));
      print(terminal, json, { agent, device: device.id, token }, [token]);
    });

  devices
    .command('list')
    .description('every device, when it was last seen and how far it has got')
    .addHelpText('after', example('ringside-relay devices list'))
    .action((_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const list = withJournal(settings, listDevices);
      const rows = list.map((d) => [
        d.device,
        d.agent,
        d.name ?? '',
        d.addedAt,
        d.seenAt ?? 'never',
        `${d.acked} of ${d.head}`,
      ]);
      const header = ['DEVICE', 'AGENT', 'NAME', 'PAIRED', 'SEEN', 'HAS'];
      print(terminal, json, { devices: list }, table(header, rows));
    });

  devices
    .command('revoke <device>')
    .description('end a device: its token is void and its socket is closed at once')
    .addHelpText('after', example('ringside-relay devices revoke DEVICE        # as in devices list'))
    .action((device: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const revoked = withJournal(settings, (db) => deviceWriting(db).revoke(device));
      if (!revoked) throw new CommandError(`there is no device ${device}`);
      print(terminal, json, { device, revoked }, [`${device} revoked`]);
    });
}

function agentIn(db: DatabaseSync, email: string): AgentId {
  const agent = agentWriting(db).find(email);
  if (agent === null) throw new CommandError(`there is no agent ${email}: add them with agents add ${email}`);
  return agent;
}

/** Apps speak https, and http to their own machine only. */
function isForApps(relay: string): boolean {
  const { protocol, hostname } = new URL(relay);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

function addressIn({ host, port }: RelaySettings): string {
  if (port === 0) throw new CommandError('the relay has no address yet: start it once, or set publicUrl');
  return baseUrl(host, port);
}
