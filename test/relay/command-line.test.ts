import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runCli } from '../../src-relay/cli/program.ts';
import { VERSION } from '../../src-relay/settings/version.ts';
import { NORA } from '../fixtures/allo.ts';
import { relayLab, whereIs } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const COMMANDS = [
  ['serve'],
  ['agents', 'add'],
  ['agents', 'update'],
  ['agents', 'list'],
  ['agents', 'remove'],
  ['devices', 'pair'],
  ['devices', 'token'],
  ['devices', 'list'],
  ['devices', 'approve'],
  ['devices', 'revoke'],
  ['groups', 'add'],
  ['groups', 'list'],
  ['groups', 'revoke'],
  ['config', 'check'],
  ['events', 'nobody'],
  ['quarantine', 'list'],
  ['quarantine', 'show'],
  ['quarantine', 'drop'],
  ['quarantine', 'retry'],
  ['secrets', 'list'],
  ['secrets', 'add'],
  ['secrets', 'remove'],
  ['sync'],
  ['crm', 'connect'],
  ['crm', 'status'],
  ['crm', 'test'],
  ['webhook', 'create'],
  ['forget'],
  ['backup'],
  ['move'],
  ['restored'],
  ['doctor'],
];

async function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const code = await runCli(args, {
    terminal: { out: (text) => void (out += text), error: (line) => void (error += `${line}\n`) },
    now: Date.now,
    input: () => Promise.resolve(''),
    workerUrl: new URL('file:///not-used'),
  });
  return { code, out, error };
}

describe('the command line', () => {
  it.each(COMMANDS.map((command) => [command.join(' ')]))('%s --help shows an example', async (command) => {
    const { code, out } = await run(...command.split(' '), '--help');
    expect(code).toBe(0);
    expect(out).toContain(`Usage: ringside-relay ${command}`);
    expect(out.split('Example')[1]).toContain(`ringside-relay ${command}`);
  });

  it('has no command that is not listed here', async () => {
    const named = async (...args: string[]) => {
      const commands = (await run(...args, '--help')).out.split('Commands:\n')[1] ?? '';
      return [...commands.matchAll(/^ {2}([a-z]+)/gm)].map((match) => match[1] ?? '');
    };
    expect(new Set(await named())).toEqual(new Set(COMMANDS.map(([first]) => first)));
    for (const group of [
      'agents',
      'config',
      'crm',
      'devices',
      'events',
      'groups',
      'quarantine',
      'secrets',
      'webhook',
    ]) {
      const inGroup = COMMANDS.filter(([first]) => first === group).map(([, second]) => second);
      expect(await named(group)).toEqual(inGroup);
    }
  });

  it.each([
    [['nonsense'], /unknown command/],
    [['agents', 'add'], /missing required argument/],
    [['agents', 'add', 'nobody'], /not an e-mail address/],
    [['agents', 'add', NORA, '--line', '12'], /E\.164/],
    [['devices', 'list', '--nonsense'], /unknown option/],
    [['webhook', 'create'], /--url/],
    [['agents', 'update', NORA], /say what to change/],
    [['agents', 'add', NORA, '--name', '\u202e\u200b'], /no letter that can be seen/],
    [['devices', 'pair'], /an agent, or --all/],
    [['devices', 'pair', NORA, '--all'], /an agent, or --all/],
    [['devices', 'pair', NORA, '--valid', '31d'], /from 1m to 30d/],
    [['devices', 'pair', NORA, '--valid', 'week'], /from 1m to 30d/],
    [['quarantine', 'show', 'x'], /is no id/],
    [['quarantine', 'drop'], /ids, or --all/],
    [['events', 'nobody', '--days', '0'], /a number of days/],
  ])('%j is a wrong use: exit code 2, one reason, nothing on stdout', async (args, message) => {
    const { code, out, error } = await run(...args, '--data', await lab.folder());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(message);
  });

  it.each([
    [['agents', 'remove', NORA], /there is no agent/],
    [['devices', 'pair', NORA], /add them with agents add/],
    [['devices', 'revoke', 'nothing'], /there is no device/],
    [['devices', 'pair', '--all'], /there are no agents/],
    [['agents', 'update', NORA, '--name', 'Nora'], /there is no agent/],
    [['quarantine', 'show', '17'], /there is no 17/],
    [['quarantine', 'drop', '17'], /nothing was dropped/],
    [['secrets', 'remove', 'a'], /there is no secret/],
    [['config', 'check'], /there is no such file/],
  ])('%j that cannot be done ends with exit code 1 and one line', async (args, message) => {
    const { code, out, error } = await run(...args, '--data', await lab.folder());
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(error).toMatch(message);
    expect(error.trimEnd().split('\n')).toHaveLength(1);
  });

  it('says so when no app would take the address in a pairing link', async () => {
    const folder = await lab.folder();
    const at = [...whereIs(folder), '--host', '0.0.0.0'];
    await run('agents', 'add', NORA, ...at);
    const nowhere = await run('devices', 'pair', NORA, ...at);
    expect(nowhere).toMatchObject({ code: 0, out: expect.stringContaining('ringside://pair?') });
    expect(nowhere.error).toMatch(/no app takes http:\/\/0\.0\.0\.0:8787: set publicUrl/);
    await writeFile(join(folder, 'relay.config.json'), '{"publicUrl":"https://relay.example.com"}');
    expect((await run('devices', 'pair', NORA, ...at)).error).toBe('');
    await writeFile(join(folder, 'relay.config.json'), '{"publicUrl":"https://localhost:8443"}');
    expect((await run('devices', 'pair', NORA, ...at)).error).toMatch(/works on this very machine only/);
  });

  it('lists a device that named itself in a way to steer the terminal, without being steered', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { link } = await relay.cli('devices', 'pair', NORA);
    const code = new URL(String(link)).searchParams.get('code');
    const named = '\u001b]0;gone\u0007\u009b2J\nlaptop\u202e\u2066\u200b\ufeff \u{e0041}\ud800of Zoë 👩‍💻';
    const body = JSON.stringify({ code, device: named });
    expect((await fetch(new URL('/pair', relay.url), { method: 'POST', body })).status).toBe(200);
    const { out } = await run('devices', 'list', ...whereIs(relay.folder));
    const [, device, ...more] = out.trimEnd().split('\n');
    expect(device).toContain(' ]0;gone2J laptop of Zoë 👩‍💻 ');
    expect(device?.replaceAll('👩‍💻', '')).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
    expect(more).toEqual([]);
  });

  it('gives programs one object and people lines, beside a relay that runs', async () => {
    const relay = await lab.start();
    const both = async (...args: string[]) => {
      const at = [...args, ...whereIs(relay.folder)];
      const people = await run(...at);
      const programs = await run(...at, '--json');
      const errors = [people.error, programs.error].map((error) =>
        error.replace(/^the link leads to .*\n$/, ''),
      );
      expect([people.code, programs.code, ...errors]).toEqual([0, 0, '', '']);
      expect(programs.out.trimEnd().split('\n')).toHaveLength(1);
      expect(() => JSON.parse(people.out) as unknown).toThrow();
      return JSON.parse(programs.out) as Record<string, unknown>;
    };
    expect(await both('agents', 'add', NORA, '--name', 'Nora')).toEqual({ agent: NORA, added: false });
    expect(Object.keys(await both('devices', 'token', NORA))).toEqual(['agent', 'device', 'token']);
    const one = ['agent', 'link', 'page', 'expiresAt'];
    expect(Object.keys(await both('devices', 'pair', NORA))).toEqual(one);
    expect(await both('devices', 'list')).toMatchObject({ devices: [{ agent: NORA }, { agent: NORA }] });
    expect(await both('agents', 'list')).toMatchObject({ agents: [{ email: NORA, devices: 2 }] });
    const all = (await both('devices', 'pair', '--all')) as { links: object[] };
    expect(all.links.map((one) => Object.keys(one))).toEqual([one]);
    const changed = await both('agents', 'update', NORA, '--name', 'Nora Berg');
    expect(changed).toEqual({ agent: NORA, name: 'Nora Berg', lines: [], aliases: [] });
    expect(await both('events', 'nobody')).toEqual({ days: 7, nobody: [] });
    expect(await both('secrets', 'list')).toMatchObject({
      secrets: [{ from: 'environment', inForce: true }],
    });
    expect(await both('quarantine', 'drop', '--all')).toEqual({ dropped: 0 });
    expect(await both('quarantine', 'list')).toEqual({ quarantined: [] });
    expect(await both('quarantine', 'retry')).toEqual({ accepted: 0, left: 0 });
  });

  it('says its version, to people and to programs', async () => {
    expect((await run('--version')).out).toBe(`${VERSION}\n`);
    expect(JSON.parse((await run('--version', '--json')).out)).toMatchObject({ version: VERSION });
  });

  it('checks a config before the relay is asked to take it', async () => {
    const folder = await lab.folder();
    const [good, bad] = [join(folder, 'good.json'), join(folder, 'bad.json')];
    await writeFile(good, '{"retentionDays": 7}');
    await writeFile(bad, '{"retentionDay": 7}');
    expect(await run('config', 'check', good)).toEqual({ code: 0, out: `${good}: good\n`, error: '' });
    const refused = await run('config', 'check', bad, '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toEqual({
      file: bad,
      ok: false,
      error: `${bad}: retentionDay: not a setting we know (line 1, column 2): is retentionDays meant?`,
    });
    expect((await run('config', 'check', join(folder, 'none.json'))).error).toContain(
      'there is no such file',
    );
  });

  it('warns of a link that works on this machine only', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const paired = await run('devices', 'pair', NORA, ...whereIs(relay.folder));
    expect(paired.code).toBe(0);
    expect(paired.error).toContain(`the link leads to ${relay.url}: it works on this very machine only`);
  });
});
