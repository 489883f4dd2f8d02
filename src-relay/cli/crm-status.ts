import { crmStatusOf, type CrmStatus } from '../control/crm-status.ts';
import { ADAPTERS } from '../assembly/crm-adapters.ts';
import { isAccountOf } from '../crm/asking/connection.ts';
import type { CrmStateTrouble } from '../crm/asking/connected.ts';
import { blockOf } from '../crm/asking/keeper.ts';
import type { SessionView } from '../crm/asking/session.ts';
import { crmStateOf } from '../crm/asking/state.ts';
import { ASKED_CRMS, CrmFailure, type CrmAdapter } from '../crm/contract.ts';
import { keepCrmSecret, type KeptCrmSecret } from '../crm/secret-keeper.ts';
import type { RelayConfig } from '../config/schema.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { accountText, openForCommand, patiently } from './crm-asking.ts';

/** How the connection is, without a relay that runs: asked by this command itself. */
export async function crmStatusHere(settings: RelaySettings, config: RelayConfig): Promise<CrmStatus> {
  const kept = await keepCrmSecret(settings.crm.secret, settings.crm.secretFile);
  const secret = kept.current();
  const asked = ASKED_CRMS.find((one) => one === config.crm?.preset);
  const adapter = asked === undefined ? null : ADAPTERS[asked];
  const seen =
    adapter === null || secret === null || !config.records.ask
      ? { view: null, cannot: null }
      : await lookAt(settings, config, adapter, secret);
  return crmStatusOf(crmStateOf({ config, adapter, secret, ...seen }), {
    file: settings.crm.secretFile,
    refused: kept.refused(),
  });
}

async function lookAt(
  settings: RelaySettings,
  config: RelayConfig,
  adapter: CrmAdapter,
  { secret, crm }: KeptCrmSecret,
): Promise<{ readonly view: SessionView | null; readonly cannot: CrmStateTrouble | null }> {
  const block = blockOf(config);
  try {
    const { connection, asker, flight } = openForCommand({ settings, adapter, block, secret, secretOf: crm });
    try {
      const account = await patiently(() => connection.whoAmI(flight()));
      const isOther = !isAccountOf(block, account);
      const missing = isOther ? [] : await patiently(() => connection.missingRights(flight()));
      const lastAnswerAt = Date.now();
      const breaker = { isOpen: false, opensInMs: null };
      const view = { account, isOther, missing, lastAnswerAt, breaker, budget: asker.budget() };
      return { view: { ...view, trouble: isOther ? otherAccount(account.config) : null }, cannot: null };
    } finally {
      asker.close();
    }
  } catch (error) {
    if (!(error instanceof CrmFailure)) throw error;
    return { view: null, cannot: { trouble: error.trouble, message: error.message, since: Date.now() } };
  }
}

function otherAccount(config: Readonly<Record<string, string>>): CrmStateTrouble {
  const message = `the secret is of another account: ${JSON.stringify(config)}`;
  return { trouble: 'other-account', message, since: Date.now() };
}

const STANDINGS: Readonly<Record<string, string>> = {
  'in-use': 'asked for records',
  'not-configured': 'not asked: the config has no CRM that can be asked',
  'switched-off': 'not asked: "records": {"ask": false} in the config',
  'no-secret': 'not asked: there is no secret (ringside-relay crm connect)',
  'not-known-yet': 'not asked yet: it has not said whose the secret is',
  'other-account': 'not asked: the secret is of another account than the config’s',
};

function row(name: string, text: string): string {
  return `${name.padEnd(10)}${text}`;
}

/** The same for people. @param isRunning told by the relay that runs */
export function crmStatusLines(status: CrmStatus, isRunning: boolean): string[] {
  const { standing, title, account, secret, trouble, missingRights, breaker, budget } = status;
  const from = { environment: 'the environment', file: secret.file }[secret.from ?? 'file'];
  return [
    row('CRM', `${title ?? 'none'}: ${STANDINGS[standing] ?? standing}`),
    ...(isRunning ? [] : [row('', 'no relay runs here: this was asked by this command')]),
    ...(account === null ? [] : [row('account', accountText(account))]),
    row('secret', secret.from === null ? 'none' : `from ${from}`),
    ...(secret.refused === null ? [] : [row('', `its file is not in force: ${secret.refused}`)]),
    ...(status.lastAnswerAt === null ? [] : [row('answered', status.lastAnswerAt)]),
    ...(trouble === null
      ? []
      : [row('trouble', `${trouble.message} (${trouble.trouble}, since ${trouble.since})`)]),
    ...missingRights.map(({ name, without }) => row('lacks', `${name}: ${without}`)),
    ...(breaker.isOpen ? [row('breaker', `open: ${untilWhen(breaker.opensInMs)}`)] : []),
    // Without a relay it is this command's own.
    ...(isRunning ? budget : []).map(({ pot, left, of }) => row('budget', `${pot}: ${left} of ${of} left`)),
  ];
}

function untilWhen(opensInMs: number | null): string {
  return opensInMs === null
    ? 'it is asked again when it is tried or the secret is given anew'
    : `it is asked again in ${Math.ceil(opensInMs / 1000)} s`;
}
