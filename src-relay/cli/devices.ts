import type { Command } from 'commander';
import { visibleName } from '../../src-shared/format/visible-text.ts';
import { newDeviceId } from '../agents/devices.ts';
import { MOST_NAME } from '../pairing/exchange.ts';
import type { ListedWaiting } from '../groups/groups.ts';
import { hashOf, newToken } from '../agents/secrets.ts';
import { readAddress } from './agents.ts';
import { optionsOf, withAdmin, type CliParts } from './context.ts';
import { addPairCommand } from './pairing-links.ts';
import { CommandError, example, print, table } from './terminal.ts';

/** `devices pair`, `devices token`, `devices list`, `devices revoke`. */
export function addDevicesCommands(program: Command, { terminal, now }: CliParts): void {
  const devices = program.command('devices').description('what agents connect with').helpCommand(false);

  addPairCommand(devices, { terminal, now });

  devices
    .command('token <email>')
    .description('print a device token for scripts and managed installs; it is shown this once')
    .addHelpText(
      'after',
      example('RINGSIDE_DEVICE_TOKEN=$(ringside-relay devices token nora@example.com --name kiosk)'),
    )
    .option('--name <name>', 'shown in devices list')
    .action(async (email: string, own: { name?: string }, command: Command) => {
      const { json, settings } = optionsOf(command);
      const agent = readAddress(email);
      const token = newToken();
      const device = {
        id: newDeviceId(),
        tokenHash: hashOf(token),
        name: visibleName(own.name ?? '', MOST_NAME) ?? 'token',
      };
      await withAdmin(settings, (admin) => admin.devices.add(agent, device, now()));
      print(terminal, json, { agent, device: device.id, token }, [token]);
    });

  devices
    .command('list')
    .description('every device, when it was last seen and how far it has got')
    .addHelpText('after', example('ringside-relay devices list'))
    .action(async (_: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const { list, waiting } = await withAdmin(settings, async ({ devices: paired }) => ({
        list: await paired.list(),
        waiting: await paired.waiting(),
      }));
      const rows = list.map((d) => [
        d.device,
        d.agent,
        d.name ?? '',
        d.addedAt,
        d.seenAt ?? 'never',
        `${d.acked} of ${d.head}`,
        d.group === null ? '' : `by group ${d.group}`,
      ]);
      const header = ['DEVICE', 'AGENT', 'NAME', 'PAIRED', 'SEEN', 'HAS', ''];
      print(terminal, json, { devices: list, waiting }, [...table(header, rows), ...waitingLines(waiting)]);
    });

  devices
    .command('approve <computer>')
    .description('let a computer that waits be paired; it connects by itself within a minute')
    .addHelpText('after', example('ringside-relay devices approve COMPUTER        # as in devices list'))
    .action(async (computer: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const approved = await withAdmin(settings, (admin) => admin.devices.approve(computer, now()));
      if (approved === null) throw new CommandError(`no computer ${computer} is waiting`);
      const { agent, name } = approved;
      print(terminal, json, { computer, agent, name, approved: true }, [
        `${name ?? computer} approved for ${agent}`,
      ]);
    });

  devices
    .command('revoke <device>')
    .description('end a device: its token is void and its socket is closed at once')
    .addHelpText('after', example('ringside-relay devices revoke DEVICE        # as in devices list'))
    .action(async (device: string, _: object, command: Command) => {
      const { json, settings } = optionsOf(command);
      const revoked = await withAdmin(settings, (admin) => admin.devices.revoke(device, now()));
      if (!revoked) throw new CommandError(`there is no device ${device}`);
      print(terminal, json, { device, revoked }, [`${device} revoked`]);
    });
}

function waitingLines(waiting: readonly ListedWaiting[]): string[] {
  if (waiting.length === 0) return [];
  const rows = waiting.map((one) => [
    one.computer,
    one.agent,
    one.name ?? '',
    one.askedAt,
    `by group ${one.group}`,
  ]);
  return ['', 'waiting for devices approve:', ...table(['COMPUTER', 'AGENT', 'NAME', 'ASKED', ''], rows)];
}
