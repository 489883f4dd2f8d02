import { closedBy } from '../../src-shared/crm/deals.ts';
import { contactIdsIn, linkById, type RecordId } from '../../src-shared/crm/links.ts';
import type { Crm, RecordKind } from '../../src-shared/crm/config.ts';
import type { RelayConfig } from '../config/schema.ts';
import { ADAPTERS } from '../assembly/crm-adapters.ts';
import { isAccountOf } from '../crm/asking/connection.ts';
import { blockOf } from '../crm/asking/keeper.ts';
import { propertiesOf } from '../crm/asking/properties.ts';
import { ASKED_CRMS, CrmFailure, type CrmAdapter } from '../crm/contract.ts';
import { explainCompany, explainDeal, explainPerson, type Explanation } from '../crm/matching/explaining.ts';
import { cluesOf } from '../crm/matching/facts.ts';
import type { Unknown } from '../crm/matching/verdict.ts';
import { askedIn } from '../crm/resolving/asked.ts';
import { findCompany, findDeals } from '../crm/resolving/what.ts';
import { findWho } from '../crm/resolving/who.ts';
import { keepCrmSecret } from '../crm/secret-keeper.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { openForCommand, patiently, type CommandConnection } from './crm-asking.ts';
import type { AskedFor } from './crm-facts.ts';
import { CommandError } from './terminal.ts';

/** What the CRM was asked and said, step by step. */
export interface CrmTest {
  readonly crm: string;
  readonly account: { readonly id: string; readonly name: string };
  readonly clues: { readonly emails: readonly string[]; readonly numbers: readonly string[] };
  /** Of the call that Allo's facts are of; null: none is known. */
  readonly callAt: string | null;
  readonly requests: readonly TestRequest[];
  readonly steps: readonly TestStep[];
}

interface TestRequest {
  readonly read: string;
  readonly ms: number;
  /** Null: it was answered. */
  readonly failure: string | null;
}

export interface TestStep extends Explanation {
  readonly about: RecordKind;
  /** What Allo calls it; null: it does not. */
  readonly allo: string | null;
  readonly verdict: 'certain' | 'several' | 'none' | 'unknown';
  /** Where a click leads to: one for certain, else those to choose from. */
  readonly links: readonly string[];
}

/** Finds out as a ring would, without its hurry and without what is remembered. @throws CommandError */
export async function testCrm(
  settings: RelaySettings,
  config: RelayConfig,
  asked: AskedFor,
): Promise<CrmTest> {
  const { adapter, crm } = askable(config);
  const secret = (await keepCrmSecret(settings.crm.secret, settings.crm.secretFile)).current();
  if (secret === null)
    throw new CommandError('there is no secret to ask with: ringside-relay crm connect --write');
  const requests: TestRequest[] = [];
  try {
    const opened = openForCommand({
      settings,
      adapter,
      block: blockOf(config),
      secret: secret.secret,
      secretOf: secret.crm,
      properties: propertiesOf(config),
      watch: {
        answered: (read, ms) => void requests.push({ read, ms: Math.round(ms), failure: null }),
        failed: (read, { message }, ms) =>
          void requests.push({ read, ms: Math.round(ms ?? 0), failure: message }),
      },
    });
    try {
      const account = await patiently(() => opened.connection.whoAmI(opened.flight()));
      if (!isAccountOf(blockOf(config), account)) {
        throw new CommandError(`the secret is of another account: ${JSON.stringify(account.config)}`);
      }
      const steps = await stepsOf({ opened, config, crm, asked });
      const clues = cluesOf(asked.facts);
      const { id, name } = account;
      return { crm: adapter.crm, account: { id, name }, clues, callAt: asked.callAt, requests, steps };
    } finally {
      opened.asker.close();
    }
  } catch (error) {
    if (error instanceof CrmFailure) throw new CommandError(error.message);
    throw error;
  }
}

function askable({ crm }: RelayConfig): { readonly adapter: CrmAdapter; readonly crm: Crm } {
  const asked = ASKED_CRMS.find((one) => one === crm?.preset);
  if (crm === null || asked === undefined) throw new CommandError('the config has no CRM that can be asked');
  return { adapter: ADAPTERS[asked], crm };
}

async function stepsOf(parts: {
  readonly opened: CommandConnection;
  readonly config: RelayConfig;
  readonly crm: Crm;
  readonly asked: AskedFor;
}): Promise<TestStep[]> {
  const { opened, config, crm, asked } = parts;
  const { facts, integrationId } = asked;
  const questions = askedIn(opened.connection, opened.flight(), () => {});
  const ids = contactIdsIn(crm, { person: facts.person, company: facts.company, integrationId });
  const who = await findWho({ facts, ask: 'who', before: null, ids, withNumber: null }, questions);
  if (who === null) return [unanswered('contact', null)];
  const what = {
    facts,
    verdict: who.verdict,
    companyBefore: null,
    dealsBefore: new Map<string, string>(),
    wantsCompany: false,
    wantsDeals: false,
    isClosed: closedBy(config.closedStages),
  };
  const company = await findCompany(what, questions);
  const deals = await findDeals(what, questions);
  const { name = null, last_name: last = null } = facts.person ?? {};
  return [
    step(
      crm,
      'contact',
      [name, last].filter((part) => part !== null).join(' '),
      who.verdict,
      explainPerson(who.verdict),
    ),
    ...(company === null
      ? []
      : [step(crm, 'company', facts.company?.name ?? '', company.verdict, explainCompany(company.verdict))]),
    ...facts.deals.map((deal) => {
      const verdict = deals === null || deals === 'no-answer' ? undefined : deals.verdicts.get(deal.id);
      return verdict === undefined
        ? unanswered('deal', deal.name)
        : step(crm, 'deal', deal.name ?? '', verdict, explainDeal(verdict));
    }),
  ];
}

type AnyVerdict =
  | { readonly kind: 'certain'; readonly record: RecordId }
  | { readonly kind: 'several'; readonly candidates: readonly RecordId[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly why: Unknown };

function step(
  crm: Crm,
  about: RecordKind,
  allo: string,
  verdict: AnyVerdict,
  explanation: Explanation,
): TestStep {
  const records =
    verdict.kind === 'certain' ? [verdict.record] : verdict.kind === 'several' ? verdict.candidates : [];
  const links = records.flatMap((record) => linkById(crm, about, record)?.url ?? []);
  return { about, allo: allo === '' ? null : allo, verdict: verdict.kind, links, ...explanation };
}

function unanswered(about: RecordKind, allo: string | null): TestStep {
  return {
    about,
    allo,
    verdict: 'unknown',
    rule: 'unknown: it was not answered, or there is nobody to ask for',
    records: [],
    links: [],
  };
}

/** The same for people. */
export function crmTestLines({ account, clues, callAt, requests, steps }: CrmTest): string[] {
  const asked = [...clues.emails, ...clues.numbers].join(', ');
  return [
    `${account.name}: asked for ${asked === '' ? 'nobody' : asked}`,
    callAt === null
      ? 'Allo said nothing of them yet: the number or the address is all there is to go by.'
      : `What Allo says of them is of the call of ${callAt}.`,
    '',
    ...requests.map(({ read, ms, failure }) => `asked  ${read}: ${failure ?? 'answered'} (${ms} ms)`),
    ...steps.flatMap(({ about, allo, rule, records, links }) => [
      '',
      `${about}${allo === null ? '' : ` “${allo}”`}`,
      ...records.map((line) => `       ${line}`),
      `    →  ${rule}`,
      ...links.map((link) => `       ${link}`),
    ]),
  ];
}
