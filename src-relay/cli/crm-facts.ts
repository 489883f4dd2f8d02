import { readableNumber } from '../../src-shared/format/phone.ts';
import type { AlloFacts } from '../crm/matching/facts.ts';
import { lookAtJournal } from '../admin/looking.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { UsageError } from './terminal.ts';

/** Whom the CRM is to be asked for, and where that is from. */
export interface AskedFor {
  readonly facts: AlloFacts;
  readonly integrationId: string | null;
  /** When the call was that Allo's facts are of; null: no call is known. */
  readonly callAt: string | null;
}

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/;

/** All that the journal knows from Allo of a number, or else of an address. @throws UsageError for anything else */
export async function factsFor(settings: RelaySettings, asked: string): Promise<AskedFor> {
  const text = asked.trim();
  if (EMAIL.test(text)) return { facts: nobody(null, text.toLowerCase()), integrationId: null, callAt: null };
  const readable = readableNumber(text);
  if (readable?.kind !== 'phone' || readable.e164 === null) {
    throw new UsageError('neither a number in E.164, like +33199003300, nor an e-mail address');
  }
  return (
    (await newestCall(settings, readable.e164)) ?? {
      facts: nobody(readable.e164, null),
      integrationId: null,
      callAt: null,
    }
  );
}

function nobody(number: string | null, email: string | null): AlloFacts {
  const person = {
    id: null,
    name: null,
    last_name: null,
    email,
    emails: [],
    numbers: [],
    job_title: null,
    properties: {},
  };
  return {
    person: email === null ? null : person,
    company: null,
    deals: [],
    number,
    country: readableNumber(number)?.country ?? null,
  };
}

async function newestCall(settings: RelaySettings, e164: string): Promise<AskedFor | null> {
  const call = await lookAtJournal(settings, ({ newestCallOf }) => newestCallOf(e164));
  if (call === null) return null;
  const { person, company, deals, number, line, integrationId, startedAt } = call;
  const country = readableNumber(line)?.country ?? null;
  const facts = { person, company, deals, number: number ?? e164, country };
  return { facts, integrationId, callAt: new Date(startedAt).toISOString() };
}
