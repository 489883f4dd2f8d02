import { describe, expect, test } from 'vitest';
import { RING } from '../../../../fixtures/crm/asked.ts';
import {
  accountRecord,
  contactRecord,
  idOf,
  leadRecord,
} from '../../../../fixtures/crm/salesforce-records.ts';
import { EMAIL, idsOf, NUMBER, useOrg } from './org.ts';

const org = useOrg();

describe('people', () => {
  test('come by e-mail, with company, owner and what was asked for besides', async () => {
    const [globex] = org.plant(accountRecord());
    const [ana] = org.plant(
      contactRecord({ Email: EMAIL, Phone: '06 12 34 56 78', Tier__c: 'Gold', Seats__c: 40 }, globex),
    );
    org.connect({ properties: { person: ['Tier__c', 'Seats__c', 'No__c', "Id FROM User'"], company: [] } });
    expect(await org.crm.peopleBy({ emails: [EMAIL], numbers: [] }, RING)).toEqual({
      isComplete: true,
      items: [
        {
          id: idOf(ana),
          kind: 'contact',
          name: 'Ana Lopez',
          emails: [EMAIL],
          numbers: ['06 12 34 56 78'],
          company: { id: idOf(globex), name: 'Globex' },
          dealIds: null,
          owner: 'Paul Roy',
          properties: { Tier__c: 'Gold', Seats__c: '40' },
        },
      ],
    });
    expect(org.asked('search')).toEqual([]);
  });

  test.each([
    '+33612345678',
    '0033612345678',
    '06 12 34 56 78',
    '06.12.34.56.78',
    '+33 6 12 34 56 78',
    '0612345678',
  ])('come by their number written as %s, before the index knows it and after', async (Phone) => {
    const late = { ...contactRecord({ MobilePhone: Phone }), indexedAt: 1000 };
    org.plant(late);
    const clues = { emails: [], numbers: [NUMBER] };
    expect(idsOf((await org.crm.peopleBy(clues, RING)).items)).toEqual([idOf(late)]);
    org.pass(2000);
    expect(await org.crm.peopleBy(clues, RING)).toMatchObject({
      isComplete: true,
      items: [{ id: idOf(late) }],
    });
  });

  test('come by the index in a spelling that nobody thinks of', async () => {
    const [ana] = org.plant(contactRecord({ OtherPhone: '(0)6/12-34-56.78' }));
    const found = await org.crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
    expect(idsOf(found.items)).toEqual([idOf(ana)]);
  });

  test('who share a number are all there, contacts and leads, and each once', async () => {
    const planted = org.plant(
      contactRecord({ Phone: NUMBER, Email: EMAIL }),
      contactRecord({ MobilePhone: NUMBER, Name: 'Ben Ode' }),
      leadRecord({ Phone: NUMBER }),
      leadRecord({ Phone: NUMBER, IsConverted: true }),
      contactRecord({ Phone: '+33699999999' }),
    );
    const found = await org.crm.peopleBy({ emails: [EMAIL], numbers: [NUMBER] }, RING);
    expect(idsOf(found.items).toSorted()).toEqual(planted.slice(0, 3).map(idOf).toSorted());
    expect(found.items.map(({ kind }) => kind).toSorted()).toEqual(['contact', 'contact', 'lead']);
    expect(found.isComplete).toBe(true);
    expect([org.asked('queries').length, org.asked('search').length]).toEqual([1, 1]);
  });

  test('of whom there may be more are not all of them', async () => {
    org.plant(...Array.from({ length: 50 }, (_, n) => contactRecord({ Phone: NUMBER, Name: `No ${n}` })));
    expect((await org.crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING)).isComplete).toBe(false);
    org.standIn.records.length = 3;
    expect((await org.crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING)).isComplete).toBe(true);
    org.standIn.pageSize = 2;
    expect((await org.crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING)).isComplete).toBe(false);
  });

  test('whom only the index finds, and more of them than it gives, are not all of them', async () => {
    const odd = '(0)6/12-34-56.78';
    org.plant(...Array.from({ length: 49 }, (_, n) => contactRecord({ Phone: odd, Name: `No ${n}` })));
    const clues = { emails: [], numbers: [NUMBER] };
    expect(await org.crm.peopleBy(clues, RING)).toMatchObject({ isComplete: true, items: { length: 49 } });
    org.plant(contactRecord({ Phone: odd }));
    expect((await org.crm.peopleBy(clues, RING)).isComplete).toBe(false);
  });

  test.each([{ Email: 7 }, { MobilePhone: ['+33612345678'] }, { Id: 'x' }])(
    'of whom %j cannot be read are not all of them',
    async (odd) => {
      const [ana, ben] = org.plant(
        contactRecord({ Phone: NUMBER }),
        contactRecord({ Phone: NUMBER, Name: 'Ben' }),
      );
      org.standIn.records[1] = { ...ben, fields: { ...ben.fields, ...odd } };
      const found = await org.crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
      expect(found.isComplete).toBe(false);
      expect(idsOf(found.items)).toContain(idOf(ana));
    },
  );

  test('who have the number in a field that is not read are not all of them', async () => {
    const [ana, ben] = org.plant(
      contactRecord({ Phone: NUMBER }),
      contactRecord({ Name: 'Ben', Phone: '01 99 00 12 34', Fax: '06 12 34 56 78' }),
    );
    const found = await org.crm.peopleBy({ emails: [], numbers: [NUMBER] }, RING);
    expect(idsOf(found.items)).toEqual([idOf(ana), idOf(ben)]);
    expect(found.isComplete).toBe(false);
  });

  test('whom nobody has are none, and whoever is asked for by nothing is not asked for', async () => {
    expect(await org.crm.peopleBy({ emails: [EMAIL], numbers: [NUMBER] }, RING)).toEqual({
      items: [],
      isComplete: true,
    });
    const before = org.standIn.requests.length;
    expect(await org.crm.peopleBy({ emails: [], numbers: [] }, RING)).toEqual({
      items: [],
      isComplete: false,
    });
    expect(org.standIn.requests).toHaveLength(before);
  });

  test('with very many addresses and numbers are asked for in what an address may hold', async () => {
    const emails = Array.from(
      { length: 25 },
      (_, n) => `${'é'.repeat(60)}${n}@${'globex'.repeat(20)}.example`,
    );
    const numbers = Array.from({ length: 25 }, (_, n) => `+336123456${10 + n}`);
    const [last] = org.plant(contactRecord({ Email: emails[24] }));
    const found = await org.crm.peopleBy({ emails, numbers }, RING);
    expect(idsOf(found.items)).not.toContain(idOf(last));
    expect(found.isComplete).toBe(false);
    expect((await org.crm.peopleBy({ emails: emails.slice(0, 21), numbers: [] }, RING)).isComplete).toBe(
      false,
    );
    expect((await org.crm.peopleBy({ emails: emails.slice(0, 20), numbers: [] }, RING)).isComplete).toBe(
      true,
    );
  });

  test('of more numbers than are looked for in the index are not all of them', async () => {
    const numbers = [NUMBER, ...Array.from({ length: 4 }, (_, n) => `+3319900123${n}`)];
    const first = numbers.slice(0, 4);
    expect((await org.crm.peopleBy({ emails: [], numbers: first }, RING)).isComplete).toBe(true);
    expect(org.asked('search')).toHaveLength(4);
    expect((await org.crm.peopleBy({ emails: [], numbers }, RING)).isComplete).toBe(false);
    expect(org.asked('search')).toHaveLength(8);
  });
});
