import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src-shared/brand.ts';
import { dealInCrm, extrasOf, offerModel, pageOfOtherDeal } from '../../../src-shared/card/extras.ts';
import type { Records } from '../../../src-shared/crm/records.ts';
import { CRMS } from './crm/every-preset.ts';

const { hubspot, pipedrive } = CRMS;
const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const at = new Date(NOW - 30_000).toISOString() as Instant;
const moment = { now: NOW, relayNow: null };

const records: Records = {
  crm: 'hubspot',
  extras: {
    at,
    owner: 'Sam Okafor',
    sharing: 3,
    deals: { 'dea-1': { stage: 'Contract sent', isClosed: true }, 'dea-2': { stage: ' negotiation' } },
    otherDeals: [
      {
        id: '91',
        label: 'Support plan',
        stage: 'New',
        amount: 1200,
        currency: 'EUR',
        closeDate: '2026-12-01',
      },
      { id: 'none-here', label: 'Odd' },
    ],
    otherDealsOf: 7,
  },
};

describe('what the CRM says beyond Allo', () => {
  it('is on the card as it was said, with when', () => {
    expect(extrasOf(hubspot, records, moment)).toEqual({
      at: NOW - 30_000,
      owner: 'Sam Okafor',
      sharing: 3,
      otherDeals: [
        {
          id: '91',
          name: 'Support plan',
          stage: 'New',
          value: { amount: 1200, currency: 'EUR' },
          closeDate: '2026-12-01',
          isLinked: true,
        },
        { id: 'none-here', name: 'Odd', stage: null, value: null, closeDate: null, isLinked: false },
      ],
      moreDeals: 5,
    });
  });

  it('of another CRM is nothing, and something again when that one is back', () => {
    expect(extrasOf(pipedrive, records, moment)).toBeNull();
    expect(extrasOf(null, records, moment)).toBeNull();
    expect(dealInCrm(pipedrive, records, { id: 'dea-1', stage: null })).toBeNull();
    expect(pageOfOtherDeal(pipedrive, records, '91')).toBeNull();
    expect(pageOfOtherDeal(hubspot, records, '91')).toBe(
      'https://app.hubspot.com/contacts/1234/record/0-3/91',
    );
    expect(pageOfOtherDeal(hubspot, records, '92')).toBeNull();
  });

  it('has the stage of a deal where Allo writes it otherwise, and says that it is closed', () => {
    expect(dealInCrm(hubspot, records, { id: 'dea-1', stage: 'contractsent' })).toEqual({
      stage: 'Contract sent',
      isClosed: true,
      owner: null,
    });
    expect(dealInCrm(hubspot, records, { id: 'dea-2', stage: 'Negotiation' })).toBeNull();
    for (const id of ['constructor', '__proto__', 'dea-3'])
      expect(dealInCrm(hubspot, records, { id, stage: null })).toBeNull();
  });

  it('was said so long ago as the relay says, whatever this clock says, and never in time to come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: -60_000, max: 1e7 }),
        (ahead, ago) => {
          const relayNow = NOW + ahead;
          const said = {
            ...records,
            extras: { ...records.extras, at: new Date(relayNow - ago).toISOString() as Instant },
          };
          expect(
            extrasOf(hubspot, { ...said, extras: { ...said.extras, owner: 'Sam' } }, { now: NOW, relayNow })
              ?.at,
          ).toBe(NOW - Math.max(0, ago));
        },
      ),
    );
  });

  it('is plain text of one line, whatever the CRM says', () => {
    const evil = '\u202Eevil\n<b>&amp;\u0000 name\u2028 ';
    const said = extrasOf(hubspot, { crm: 'hubspot', extras: { at, owner: evil, sharing: 2 } }, moment);
    expect(said?.owner).toBe('evil <b>&amp; name');
    const offer = offerModel(
      {
        leadsTo: 'choose',
        url: null,
        certain: null,
        more: 0,
        chosen: null,
        choices: [{ id: '7', label: evil, hint: '\u200B' }],
      },
      null,
    );
    expect(offer?.choices).toEqual([{ id: '7', label: 'evil <b>&amp; name', hint: null, isChosen: false }]);
  });
});

describe('a certain record', () => {
  const certain = (label?: string) =>
    ({
      leadsTo: 'record',
      url: null,
      certain: { id: '7', label },
      more: 0,
      chosen: null,
      choices: [],
    }) as const;

  it('says what the CRM calls it, where the card says otherwise', () => {
    expect(offerModel(certain('Ann Lee'), null)?.opens).toBe('Ann Lee');
    expect(offerModel(certain('Ann Lee'), 'A. Lee')?.opens).toBe('Ann Lee');
    expect(offerModel(certain('Ann Lee'), 'Ann Lee')).toBeNull();
    expect(offerModel(certain(), 'Ann Lee')).toBeNull();
  });
});

describe('a record that was chosen once', () => {
  it('says whom the click opens, where the card says otherwise', () => {
    const choices = [
      { id: '7', label: 'Ann Lee' },
      { id: '8', label: 'Bob Lee' },
    ];
    const offered = { leadsTo: 'record', url: null, certain: null, more: 0, choices, chosen: '8' } as const;
    expect(offerModel(offered, null)?.opens).toBe('Bob Lee');
    expect(offerModel(offered, 'Ann Lee')?.opens).toBe('Bob Lee');
    expect(offerModel(offered, 'Bob Lee')?.opens).toBeNull();
  });
});
