import { setTimeout as wait } from 'node:timers/promises';
import { ConfigError } from '../config/reading.ts';
import { changeConfigFile, withCrm } from '../config/writing.ts';
import type { CrmStatus } from '../control/crm-status.ts';
import { blockOf } from '../crm/asking/keeper.ts';
import { isAccountOf } from '../crm/asking/connection.ts';
import {
  CrmFailure,
  type AskedCrm,
  type CrmAccount,
  type CrmAdapter,
  type CrmRight,
  type CrmSecret,
} from '../crm/contract.ts';
import { writeCrmSecretFile } from '../crm/secret-file.ts';
import type { RelaySettings } from '../settings/settings.ts';
import type { CliParts } from './context.ts';
import { accountText, configIfAny, openForCommand, patiently, runningCrm } from './crm-asking.ts';
import { adapterFor, knownOf, type AccountOptions } from './crm-account.ts';
import { askForSecret } from './crm-secret-input.ts';
import { CommandError, print } from './terminal.ts';

export interface ConnectOptions extends AccountOptions {
  readonly write?: true;
}

/** Tries a secret, says what it may and may not do, and how it comes into force. */
export async function connectCrm(
  { terminal, input }: Pick<CliParts, 'terminal' | 'input'>,
  settings: RelaySettings,
  options: ConnectOptions,
  json: boolean,
): Promise<void> {
  const config = await configIfAny(settings);
  const adapter = adapterFor(options, config);
  const block = knownOf(options, adapter, config);
  const secret = await askForSecret(adapter, input);
  const { account, missing } = await tried(settings, adapter, block, secret);
  const lacking = new Set(missing.map(({ name }) => name));
  const known = new Set(adapter.rights.map(({ name }) => name));
  // Some rights are of single fields, and are only told of when they are missing.
  const rights = [...adapter.rights, ...missing.filter(({ name }) => !known.has(name))].map(
    ({ name, without }) => ({ name, granted: !lacking.has(name), without }),
  );
  const isConfigured = isAccountOf(blockOf(config), account);
  const written = options.write === true ? writeBoth(settings, account, secret, adapter.crm) : null;
  const inForce = written === null ? null : await whetherInForce(settings, account);
  print(
    terminal,
    json,
    {
      crm: adapter.crm,
      account: { id: account.id, name: account.name },
      config: account.config,
      rights,
      written,
      inForce: inForce?.inForce ?? null,
    },
    [
      `${adapter.title} takes the secret: ${accountText(account)}`,
      ...rights.map(({ name, granted, without }) =>
        granted ? `ok    ${name}` : `lacks ${name}: ${without}`,
      ),
      ...(missing.length === 0 ? [] : ['', `Add what is lacking in ${adapter.title}, and run this again.`]),
      '',
      ...(written === null
        ? whatToDo(settings, account, isConfigured, adapter)
        : [
            `Written: the account into ${written.configFile}, the secret into ${written.secretFile} (mode 600).`,
            `${inForce?.text ?? ''}.`,
            '',
            'Next: ringside-relay crm test NUMBER shows whom it finds, and why.',
          ]),
      ...(settings.crm.secret === null
        ? []
        : [
            'RINGSIDE_CRM_… is set in the environment here: where the relay has it too, it goes before the file.',
          ]),
    ],
  );
}

async function tried(
  settings: RelaySettings,
  adapter: CrmAdapter,
  block: Readonly<Record<string, string>>,
  secret: CrmSecret,
): Promise<{ readonly account: CrmAccount; readonly missing: readonly CrmRight[] }> {
  try {
    const { connection, asker, flight } = openForCommand({
      settings,
      adapter,
      block,
      secret,
      secretOf: adapter.crm,
    });
    try {
      const account = await patiently(() => connection.whoAmI(flight()));
      return { account, missing: await patiently(() => connection.missingRights(flight())) };
    } finally {
      asker.close();
    }
  } catch (error) {
    if (error instanceof CrmFailure) throw new CommandError(error.message);
    throw error;
  }
}

/** @throws CommandError */
function writeBoth(settings: RelaySettings, account: CrmAccount, secret: CrmSecret, crm: AskedCrm): Written {
  const { configFile } = settings;
  const { secretFile } = settings.crm;
  try {
    // First what can be refused, and only then the secret.
    changeConfigFile(configFile, (text) => withCrm(text, account.config));
    writeCrmSecretFile(secretFile, secret, crm);
    return { configFile, secretFile };
  } catch (error) {
    if (error instanceof ConfigError)
      throw new CommandError(`${configFile} was left as it is: ${error.message}`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new CommandError(`config and secret could not be written (${code}): run it as the relay's user`);
  }
}

interface Written {
  readonly configFile: string;
  readonly secretFile: string;
}

function whatToDo(
  settings: RelaySettings,
  { config }: CrmAccount,
  isConfigured: boolean,
  adapter: CrmAdapter,
): string[] {
  const inConfig = isConfigured
    ? [`${settings.configFile} has this account already.`]
    : [`For ${settings.configFile}:`, `  "crm": ${JSON.stringify(config)}`];
  return [
    ...inConfig,
    '',
    'Nothing was kept. Next: run it again with --write, which writes the config and keeps the secret in',
    `${settings.crm.secretFile} (mode 600), or give the relay ${nameOfVariable(adapter)} in its environment.`,
  ];
}

function nameOfVariable({ secret }: CrmAdapter): string {
  return secret === 'token' ? 'RINGSIDE_CRM_TOKEN' : 'RINGSIDE_CRM_CLIENT_ID and RINGSIDE_CRM_CLIENT_SECRET';
}

const LOOK_TIMES = 40;
const LOOK_EVERY_MS = 250;

/** Waits until the running relay asks this account. */
async function whetherInForce(
  settings: RelaySettings,
  account: CrmAccount,
): Promise<{ readonly inForce: boolean; readonly text: string }> {
  let last: CrmStatus | null = null;
  for (let left = LOOK_TIMES; left > 0; left -= 1) {
    last = await runningCrm(settings);
    if (last === null) return { inForce: false, text: 'No relay runs: it holds from the next start on' };
    if (last.standing === 'in-use' && last.account?.id === account.id) {
      return { inForce: true, text: 'The running relay asks it from now on' };
    }
    await wait(LOOK_EVERY_MS);
  }
  const why = last?.secret.refused ?? last?.trouble?.message ?? `it says ${last?.standing ?? 'nothing'}`;
  return { inForce: false, text: `The running relay does not ask it: ${why}` };
}
