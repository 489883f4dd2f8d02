import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/setup/places.mjs';
import { newSecret, NORA, post, ring } from '../fixtures/allo.ts';
import {
  openOwnMachine,
  whyNoOwnMachine,
  type OwnMachine,
  type Ran,
} from '../fixtures/own-machine/own-machine.ts';
import { portToKeep } from '../fixtures/port.ts';
import { until } from '../fixtures/until.ts';

const [SETTING_UP, LOOKING_AFTER] = ['docs/operating.md', 'docs/maintenance.md'];
const why = whyNoOwnMachine();
if (why !== null) console.warn(`the guide is not followed here: ${why}`);

describe.runIf(why === null)('the README, followed to the letter', () => {
  it('the first real call: relay, agent, secret and pairing link', { timeout: 120_000 }, async () => {
    const machine = await openOwnMachine(ROOT);
    try {
      const [start = '', secrets = '', pair = ''] = commandsUnder(
        'README.md',
        'Your first real call, in two minutes',
      );
      const [serve = '', ...others] = start.trim().split('\n');
      const port = await portToKeep();
      const settings = `export RINGSIDE_DATA=/tmp/data RINGSIDE_PORT=${port}\n`;
      expect(machine.run(`${settings}(${serve}) >/tmp/relay.log 2>&1 &`)).toMatchObject({ code: 0 });
      await until(
        'the relay',
        async () => (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null))?.ok,
        30_000,
      );
      const secret = newSecret();
      expect(machine.run(settings + others.join('\n'))).toMatchObject({ code: 0 });
      expect(machine.run(settings + secrets, secret)).toMatchObject({ code: 0 });
      // What comes then is a window.
      const paired = machine.run(settings + pair.replace(/^.*npm run app.*$/m, ''));
      expect(paired.output).toContain(
        `ringside://pair?relay=${encodeURIComponent(`http://127.0.0.1:${port}`)}`,
      );
      const rings = async () =>
        await post(`http://127.0.0.1:${port}`, secret, ring({ user_email: 'you@example.com' }));
      await until('the secret to be in force', async () => (await rings()).status === 200, 30_000);
    } finally {
      await machine.close();
    }
  });
});

/** The guide is one story: each part goes on where the one before ended. */
describe.runIf(why === null)('the guide, followed to the letter', { timeout: 120_000 }, () => {
  const secret = newSecret();
  let machine: OwnMachine;
  let url: string;
  beforeAll(async () => {
    machine = await openOwnMachine(ROOT);
    url = `http://127.0.0.1:${await portToKeep()}`;
  });
  afterAll(async () => await machine.close());

  /** What stands under a heading, as it stands there, but for what the guide leaves to its reader. */
  function follow(
    heading: string,
    given: { page?: string; fill?: Record<string, string>; input?: string } = {},
  ): Ran {
    const { page = SETTING_UP, fill = {}, input } = given;
    const commands = Object.entries(fill).reduce(
      (text, [placeholder, value]) => text.replaceAll(placeholder, value),
      commandsUnder(page, heading)[0] ?? '',
    );
    expect(commands, `commands under ${heading}`).not.toBe('');
    const ran = machine.run(commands, input);
    expect(ran.code, `${commands}\n${ran.output}`).toBe(0);
    return ran;
  }

  const accepts = async (): Promise<boolean> =>
    await fetch(`${url}/readyz`)
      .then(({ ok }) => ok)
      .catch(() => false);
  const lives = async (): Promise<boolean> =>
    await fetch(`${url}/healthz`)
      .then(({ ok }) => ok)
      .catch(() => false);

  it('the install leaves a relay that runs as its own user', async () => {
    machine.run(`mkdir -p /etc/ringside && echo RINGSIDE_PORT=${new URL(url).port} > /tmp/relay.env`);
    const commands = commandsUnder(SETTING_UP, 'Install with systemd')[1] ?? '';
    // The guide's settings file stays empty; here the usual port may be somebody's.
    const [before = '', after = ''] = commands.split('systemctl daemon-reload');
    expect(machine.run(before)).toMatchObject({ code: 0 });
    machine.run('cat /tmp/relay.env > /etc/ringside/relay.env');
    expect(machine.run(`systemctl daemon-reload${after}`)).toMatchObject({ code: 0 });
    await until('the relay', lives, 15_000);
    expect(machine.run('stat -c %U /proc/$(pgrep -f "relay.js serve$" | tail -1)').output).toBe('ringside\n');
    expect(machine.run('find /var/lib/ringside ! -user ringside').output).toBe('');
  });

  it('the first webhook is accepted once the relay has its secret', async () => {
    follow('The first webhook');
    machine.run(`ringside-relay agents add ${NORA} --name Nora`);
    expect(await accepts()).toBe(false);
    expect(
      follow('Secrets, and their rotation', {
        fill: { 'ringside-relay secrets remove FINGERPRINT': '' },
        input: secret,
      }).output,
    ).not.toContain(secret);
    await until('readiness', accepts, 15_000);
    expect(await post(url, secret, ring({ user_email: NORA }))).toMatchObject({ status: 200 });
    expect(machine.run(`ringside-relay devices pair ${NORA}`).output).toContain('relay.example.com');
  });

  it('an upgrade and a backup lose nothing, and a restored journal goes on', async () => {
    follow('Upgrade', { page: LOOKING_AFTER, fill: { ' && ringside-relay doctor': '' } });
    await until('the relay', accepts, 15_000);
    const failed = machine.run('ringside-relay doctor || true').output.match(/^FAIL .*$/gm);
    // Nobody has the guide's address.
    expect(failed).toEqual([expect.stringContaining('relay.example.com')]);
    follow('Backup', { page: LOOKING_AFTER });
    const [backup = ''] = machine.run('ls -t /var/backups/ringside/*.db').output.split('\n');
    follow('Restore', { page: LOOKING_AFTER, fill: { BACKUP: backup } });
    // Which takes the webhooks' secret as well.
    await until('the relay', accepts, 15_000);
    expect(machine.run('ringside-relay agents list').output).toContain(NORA);
    expect(machine.run('find /var/lib/ringside ! -user ringside').output).toBe('');
  });

  it('a person is forgotten', () => {
    expect(follow('Forgetting a person', { page: LOOKING_AFTER }).output).toMatch(/erased|forgotten|clean/i);
  });
});

/** The blocks of commands under a heading of a page. */
function commandsUnder(page: string, heading: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const [, part = ''] = text.split(`\n## ${heading}\n`);
  const [own = ''] = part.split('\n## ');
  return [...own.matchAll(/^( *)```sh\n(.*?)^\1```/gms)].map(([, , commands = '']) => commands);
}
