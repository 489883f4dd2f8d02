import * as v from 'valibot';
import { presetEntries } from '../../../src-shared/crm/preset-entries.ts';
import { visibleName } from '../../../src-shared/format/visible-text.ts';
import { type CrmAccount, CrmFailure } from '../contract.ts';

/** Source: HubSpot-public-api-spec-collection, account info 2026-09. */
const details = v.object({
  portalId: v.pipe(v.union([v.number(), v.string()]), v.transform(String)),
  uiDomain: v.string(),
  portalName: v.fallback(v.optional(v.string()), undefined),
  accountType: v.fallback(v.optional(v.string()), undefined),
  timeZone: v.fallback(v.optional(v.string()), undefined),
  companyCurrency: v.fallback(v.optional(v.string()), undefined),
  additionalCurrencies: v.fallback(v.optional(v.array(v.string())), undefined),
});

export interface HubspotAccount extends CrmAccount {
  /** Of its calendar days; null: not known. */
  readonly timeZone: string | null;
  /** What every amount is in that does not say; null: there are several, or it is not known. */
  readonly currency: string | null;
}

const MOST_CHARS_OF_NAME = 80;
const block = v.object({ portal: presetEntries.hubspot.portal, host: presetEntries.hubspot.host });

/** @throws CrmFailure when it cannot be read, or is on no host of HubSpot's */
export function readAccount(json: unknown): HubspotAccount {
  const found = v.safeParse(details, json);
  const config = found.success
    ? v.safeParse(block, { portal: found.output.portalId, host: found.output.uiDomain })
    : null;
  if (!found.success || config?.success !== true)
    throw new CrmFailure(
      'unreadable',
      'HubSpot does not say which account the key is of, in a way that is known: update the relay',
    );
  const { portalName, accountType, timeZone, companyCurrency, additionalCurrencies } = found.output;
  const { portal, host } = config.output;
  const title = visibleName(portalName ?? '', MOST_CHARS_OF_NAME);
  const which = title === null ? `HubSpot account ${portal}` : `${title}, HubSpot account ${portal}`;
  const kind = accountType === undefined || accountType === 'STANDARD' ? '' : `, ${plainKind(accountType)}`;
  return {
    id: portal,
    name: `${which} (${host}${kind})`,
    config: { preset: 'hubspot', portal, host },
    timeZone: timeZone !== undefined && isTimeZone(timeZone) ? timeZone : null,
    currency: additionalCurrencies?.length === 0 ? currencyOf(companyCurrency ?? null) : null,
  };
}

/** ISO 4217, as far as its form tells. */
export function currencyOf(text: string | null): string | null {
  const code = (text ?? '').toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : null;
}

function plainKind(accountType: string): string {
  return /^[A-Z_]{1,40}$/.test(accountType)
    ? accountType.toLowerCase().replaceAll('_', ' ')
    : 'of a new kind';
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
