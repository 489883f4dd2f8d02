import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../../../src-shared/crm/chosen.ts';
import { RECORD_KINDS, type RecordKind } from '../../../../src-shared/crm/config.ts';
import { isAllowedUrl, recordLink, searchLink } from '../../../../src-shared/crm/links.ts';
import { offerOf, pageOfChoice } from '../../../../src-shared/crm/offer.ts';
import type { FoundRecord } from '../../../../src-shared/crm/records.ts';
import { CRMS, facts } from './every-preset.ts';

const { hubspot } = CRMS;
const base = 'https://app.hubspot.com/contacts/1234/record';
const PAGES: Record<RecordKind, string> = { contact: '0-1', company: '0-2', deal: '0-3' };
const NEVER = () => null;
const OURS = { crm: 'hubspot', account: '1234' };

/** The same found for each kind of record. */
function allFound(found: FoundRecord, over: Parameters<typeof facts>[0] = {}) {
  return facts({ ...over, records: { contact: found, company: found, deals: { 'dea-1': found } } });
}

const id = fc.integer({ min: 1, max: 30 }).map(String);
const choice = fc.record({ id, label: fc.constantFrom('Ana Lopez', 'Ann Lee') });
const choices = fc.uniqueArray(choice, { minLength: 1, maxLength: 5, selector: (one) => one.id });
const kind = fc.constantFrom(...RECORD_KINDS);
const others = fc.option(fc.nat({ max: 20 }), { nil: undefined });

describe('a link', () => {
  it('leads to the record that the relay is certain of, whatever was chosen before and whatever id Allo sent', () => {
    fc.assert(
      fc.property(kind, id, choices, id, (of, certain, some, before) => {
        const known = allFound({ record: { id: certain }, choices: some }, { integrationId: '512' });
        expect(offerOf(hubspot, of, known, () => before)).toMatchObject({
          leadsTo: 'record',
          url: `${base}/${PAGES[of]}/${certain}`,
          choices: [],
          chosen: null,
        });
      }),
    );
  });

  it('leads to the chosen one while it is among the choices, and offers the others still', () => {
    fc.assert(
      fc.property(kind, choices, id, others, (of, some, before, count) => {
        const offered = offerOf(hubspot, of, allFound({ choices: some, of: count }), () => before);
        const isThere = some.some((one) => one.id === before);
        expect(offered?.leadsTo).toBe(isThere ? 'record' : 'choose');
        expect(offered?.chosen).toBe(isThere ? before : null);
        expect(offered?.choices).toEqual(some);
        expect(offered?.more).toBe(Math.max(0, (count ?? 0) - some.length));
        if (isThere) expect(offered?.url).toBe(`${base}/${PAGES[of]}/${before}`);
        else expect(offered?.url).toBe(searchLink(hubspot, of, allFound({ choices: some })));
      }),
    );
  });

  it('that leads to a record by the id that Allo sent goes on to, unless the CRM has only others to choose from', () => {
    const some = [
      { id: '7', label: 'Ana' },
      { id: '512', label: 'Ana' },
    ];
    const offered = (choices: typeof some) =>
      offerOf(hubspot, 'contact', allFound({ choices }, { integrationId: '512' }), NEVER);
    expect(offered(some)).toMatchObject({ leadsTo: 'record', url: `${base}/0-1/512`, choices: some });
    expect(offered(some.slice(0, 1))).toMatchObject({ leadsTo: 'choose', choices: some.slice(0, 1) });
  });

  it('offers each record once, and counts those that have no page among the others', () => {
    const some = [
      { id: '7', label: 'Ana' },
      { id: '8', kind: 'lead', label: 'Ana' },
      { id: '7', label: 'Ana again' },
    ] as const;
    const offered = (of?: number) => offerOf(hubspot, 'contact', allFound({ choices: [...some], of }), NEVER);
    expect(offered()).toMatchObject({ choices: [some[0]], more: 1 });
    expect(offered(1)).toMatchObject({ more: 1 });
    expect(offered(7)).toMatchObject({ more: 6 });
  });

  it('is what it was without what was found: nothing, of another CRM, or with ids that are none here', () => {
    const useless = fc.constantFrom<FoundRecord>(
      {},
      { choices: [{ id: 'not-digits', label: 'Ana' }] },
      { record: { id: '00Q000000000001AAA' } },
      { record: { id: '7', kind: 'lead' } },
    );
    fc.assert(
      fc.property(useless, fc.boolean(), (found, isOther) => {
        const known = allFound(isOther ? { record: { id: '7' } } : found);
        const records =
          isOther && known.records !== null ? { ...known.records, crm: 'attio' } : known.records;
        // Companies and deals have no leads.
        const offered = offerOf(hubspot, 'contact', { ...known, records }, () => '7');
        const plain = recordLink(hubspot, 'contact', { ...known, records: null });
        expect([offered?.url, offered?.leadsTo, offered?.choices]).toEqual([plain?.url, plain?.leadsTo, []]);
      }),
    );
  });

  it('is never less of a link for what is found where Allo sent no id, and never leaves the CRM', () => {
    const found = fc.record(
      {
        record: fc.record({ id: fc.string({ maxLength: 64 }) }),
        choices: fc.array(fc.record({ id: fc.string(), label: fc.string() })),
      },
      { requiredKeys: [] },
    );
    const rank = { search: 0, choose: 1, record: 2 };
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(CRMS)),
        kind,
        found,
        fc.string(),
        (crm, of, said, before) => {
          const known = { ...allFound(said), records: { ...allFound(said).records, crm: crm.preset } };
          const offered = offerOf(crm, of, known, () => before);
          const plain = recordLink(crm, of, { ...known, records: null });
          if (plain !== null)
            expect(rank[offered?.leadsTo ?? 'search']).toBeGreaterThanOrEqual(rank[plain.leadsTo]);
          if (offered?.url !== undefined && offered.url !== null)
            expect(isAllowedUrl(crm, offered.url)).toBe(true);
        },
      ),
    );
  });
});

describe('a choice', () => {
  it('opens the record of that id when it was offered, and nothing else', () => {
    fc.assert(
      fc.property(kind, choices, fc.string({ maxLength: 4 }), (of, some, asked) => {
        const known = allFound({ choices: some });
        const [first] = some;
        if (first === undefined) return;
        expect(pageOfChoice(hubspot, of, known, first.id)).toBe(`${base}/${PAGES[of]}/${first.id}`);
        if (!some.some((one) => one.id === asked)) expect(pageOfChoice(hubspot, of, known, asked)).toBeNull();
      }),
    );
  });

  it('for somebody without an id is none for who else calls from that number, nor for another’s deal of that name', () => {
    const of = (name: string | null, over: object = {}) => {
      const known = facts({ number: '+33199001234', person: { id: null, name, last_name: null }, ...over });
      return { ...known, number: '+33199001234' };
    };
    const [ana, bob] = [of('Ana'), of('Bob')];
    expect(subjectOf(OURS, 'contact', ana)).toBe(subjectOf(OURS, 'contact', of('ana')));
    expect(subjectOf(OURS, 'contact', ana)).not.toBe(subjectOf(OURS, 'contact', bob));
    const deal = 'no id: Renewal | New | | | ';
    expect(subjectOf(OURS, 'deal', ana, deal)).toBe(subjectOf(OURS, 'deal', of('Ana'), deal));
    expect(subjectOf(OURS, 'deal', ana, deal)).not.toBe(subjectOf(OURS, 'deal', bob, deal));
    expect(subjectOf(OURS, 'deal', { ...ana, person: null, number: null }, deal)).toBeNull();
    expect(subjectOf(OURS, 'deal', ana, 'dea-1')).toBe(subjectOf(OURS, 'deal', bob, 'dea-1'));
  });

  it('is for a contact by Allo’s id, else by the number however it is written; for a company and a deal by theirs', () => {
    const ana = facts({ number: '+33199001234' });
    expect(subjectOf(OURS, 'contact', ana)).toBe(subjectOf(OURS, 'contact', { ...ana, number: null }));
    const nobody = { ...ana, person: null };
    expect(subjectOf(OURS, 'contact', nobody)).toBe(
      subjectOf(OURS, 'contact', { ...nobody, number: '+33 1 99 00 12 34' }),
    );
    expect(subjectOf(OURS, 'contact', { ...nobody, number: null })).toBeNull();
    expect(subjectOf(OURS, 'company', { ...ana, company: null })).toBeNull();
    const all = [
      subjectOf(OURS, 'contact', ana),
      subjectOf(OURS, 'contact', nobody),
      subjectOf(OURS, 'company', ana),
      subjectOf(OURS, 'deal', ana, 'com-1'),
      subjectOf(OURS, 'deal', ana, 'con_1'),
      subjectOf({ crm: 'attio', account: '1234' }, 'contact', ana),
      subjectOf({ crm: 'hubspot', account: '5678' }, 'contact', ana),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
