import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../../../src-relay/config/reading.ts';
import { ATTIO_TOKEN, startAttio } from '../../../../fixtures/crm/attio.ts';
import { keptCrm } from '../../../../fixtures/crm/kept-crm.ts';
import { PIPEDRIVE_TOKEN, startPipedrive } from '../../../../fixtures/crm/pipedrive.ts';
import { until } from '../../../../fixtures/until.ts';

const undos: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

const WARN = 40;
const ANA = { emails: ['ana@globex.example'], numbers: [] };

describe('a CRM in use', () => {
  it('whose budget of the day is used up says so once, with what to do, and once more when there is some again', async () => {
    const crm = await startPipedrive();
    const config = { crm: { preset: 'pipedrive', company: 'acme' }, records: { tokensPerDay: 100 } };
    const token = { kind: 'token', token: PIPEDRIVE_TOKEN } as const;
    const { keeper, lines, flight, skip } = keptCrm(crm, readConfig(JSON.stringify(config)), {
      secret: token,
      crm: null,
      from: 'file',
    });
    undos.push(keeper.close, crm.close);
    const ask = async (): Promise<void> => {
      await keeper
        .current()
        ?.connection.peopleBy(ANA, flight())
        .catch(() => undefined);
    };
    await until('the CRM', () => keeper.current() !== null);
    const trouble = await until('no budget', async () => {
      await ask();
      return keeper.state().trouble;
    });
    expect(trouble).toMatchObject({
      trouble: 'limited',
      message: expect.stringContaining('records.tokensPerDay'),
    });
    expect(keeper.state().standing).toBe('in-use');
    expect(keeper.state().budget.find(({ pot }) => pot === 'day')?.left).toBeLessThan(20);
    for (let i = 0; i < 10; i += 1) await ask();
    expect(lines.filter(({ level }) => level === WARN)).toHaveLength(1);
    skip(25 * 3_600_000);
    await ask();
    expect(keeper.state().trouble).toBeNull();
    expect(lines.at(-1)?.msg).toBe('the CRM is asked for records');
    expect(crm.complaints).toEqual([]);
  });

  it('that takes a right away is asked which are left', async () => {
    const crm = await startAttio();
    const config = { crm: { preset: 'attio', workspace: 'acme-sales' } };
    const token = { kind: 'token', token: ATTIO_TOKEN } as const;
    const { keeper, lines, flight, skip } = keptCrm(crm, readConfig(JSON.stringify(config)), {
      secret: token,
      crm: null,
      from: 'file',
    });
    undos.push(keeper.close, crm.close);
    await until('the rights are known', () => crm.requests.some(({ name }) => name === 'members'));
    await until('it to be in use', () => keeper.current());
    crm.scopes = ['user_management:read'];
    skip(10 * 60_000);
    await keeper
      .current()
      ?.connection.peopleBy(ANA, flight())
      .catch(() => undefined);
    await until('the rights', () => keeper.state().missingRights.length > 0);
    expect(lines.filter(({ level }) => level === WARN)).toHaveLength(1);
  });

  it('goes on when whoever uses it fails at a change', async () => {
    const crm = await startAttio();
    const config = readConfig(JSON.stringify({ crm: { preset: 'attio', workspace: 'acme-sales' } }));
    const token = { kind: 'token', token: ATTIO_TOKEN } as const;
    const { keeper, troubles, flight } = keptCrm(crm, config, { secret: token, crm: null, from: 'file' });
    undos.push(keeper.close, crm.close);
    const heard: string[] = [];
    keeper.onChange(() => {
      throw new Error('no disk');
    });
    keeper.onChange(() => heard.push('changed'));
    const { connection } = await until('the CRM', () => keeper.current());
    expect(await connection.peopleBy(ANA, flight())).toEqual({ items: [], isComplete: true });
    expect([heard, troubles.map(String)]).toEqual([['changed'], ['Error: no disk']]);
  });
});
