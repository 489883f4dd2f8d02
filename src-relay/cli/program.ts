import { Command, CommanderError, Option } from 'commander';
import { addAgentsCommands } from './agents.ts';
import { addBackupCommand } from './backup.ts';
import { addConfigCommands } from './config.ts';
import { addCrmCommands } from './crm.ts';
import { addDevicesCommands } from './devices.ts';
import { addDoctorCommand } from './doctor.ts';
import { addEventsCommands } from './events.ts';
import { addForgetCommand } from './forget.ts';
import { addGroupsCommands } from './groups.ts';
import { addMoveCommand } from './move.ts';
import { addQuarantineCommands } from './quarantine.ts';
import { addRestoredCommand } from './restored.ts';
import { addSecretsCommands } from './secrets.ts';
import { addServeCommand } from './serve.ts';
import { addSyncCommand } from './sync.ts';
import { addWebhookCommand } from './webhook.ts';
import type { CliParts } from './context.ts';
import { VERSION } from '../settings/version.ts';
import { UsageError } from './terminal.ts';

export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** Runs one command. Promises never to throw; what went wrong is one line on stderr. @returns the exit code */
export async function runCli(args: readonly string[], parts: CliParts): Promise<number> {
  try {
    await buildProgram(parts, args.includes('--json')).parseAsync([...args], { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const message = error instanceof Error ? error.message : String(error);
    parts.terminal.error(`ringside-relay: ${message}`);
    return error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
}

function buildProgram(parts: CliParts, asJson: boolean): Command {
  const program = new Command('ringside-relay')
    .description("Takes in Allo's webhooks and pushes them to the Ringside apps of the agents they concern.")
    // Commander answers --version by itself, before any other option is read.
    .version(
      asJson ? JSON.stringify({ version: VERSION, node: process.versions.node }) : VERSION,
      '--version',
    )
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: parts.terminal.out,
      writeErr: (text) => parts.terminal.error(text.trimEnd()),
    })
    .exitOverride();
  for (const option of settingOptions()) program.addOption(option);
  program.option('--json', 'print one JSON object');
  addServeCommand(program, parts);
  addAgentsCommands(program, parts);
  addDevicesCommands(program, parts);
  addGroupsCommands(program, parts);
  addConfigCommands(program, parts);
  addEventsCommands(program, parts);
  addQuarantineCommands(program, parts);
  addSecretsCommands(program, parts);
  addSyncCommand(program, parts);
  addForgetCommand(program, parts);
  addWebhookCommand(program, parts);
  addCrmCommands(program, parts);
  addBackupCommand(program, parts);
  addMoveCommand(program, parts);
  addRestoredCommand(program, parts);
  addDoctorCommand(program, parts);
  return program;
}

/** Every setting is a flag and an environment variable; the flag wins. */
function settingOptions(): Option[] {
  return [
    new Option('--host <host>', 'address to listen on').env('RINGSIDE_HOST').default('127.0.0.1'),
    new Option('--port <port>', 'port to listen on; 0 picks a free one').env('RINGSIDE_PORT').default('8787'),
    new Option('--data <folder>', 'folder of the journal').env('RINGSIDE_DATA').default('./data'),
    new Option(
      '--store <url>',
      'postgres://USER@HOST/DATABASE for relays that share one; default: the journal in the data folder',
    ).env('RINGSIDE_STORE'),
    new Option(
      '--store-password-file <file>',
      'read for each connection to it; default: store-password in the data folder',
    ).env('RINGSIDE_STORE_PASSWORD_FILE'),
    new Option('--config <file>', 'default: relay.config.json in the data folder').env('RINGSIDE_CONFIG'),
    new Option('--log <level>', 'how much serve logs: trace, debug, info, warn, error, silent')
      .env('RINGSIDE_LOG')
      .default('info'),
    new Option('--webhook-secrets <list>', 'whsec_…, separated by commas; better set in the environment').env(
      'ALLO_WEBHOOK_SECRETS',
    ),
    new Option(
      '--webhook-secrets-file <file>',
      'further ones, followed while the relay runs; default: webhook-secrets in the data folder',
    ).env('ALLO_WEBHOOK_SECRETS_FILE'),
    new Option(
      '--allo-api-key-file <file>',
      "key of Allo's API, followed while the relay runs; default: allo-api-key in the data folder",
    ).env('ALLO_API_KEY_FILE'),
    new Option(
      '--crm-secret-file <file>',
      'what the CRM is asked with, followed while the relay runs; default: crm-secret in the data folder',
    ).env('RINGSIDE_CRM_SECRET_FILE'),
    new Option('--crm-url <url>', 'for tests').env('RINGSIDE_CRM_URL').hideHelp(),
  ];
}
