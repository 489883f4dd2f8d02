import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { RELAY } from '../../scripts/relay/process.ts';
import { ROOT } from '../../scripts/setup/places.mjs';
import { PAIR_PATH } from '../../src-relay/pairing/exchange.ts';
import { CONTROL_PATH } from '../../src-relay/control/door.ts';
import { GROUP_PAIR_PATH } from '../../src-relay/pairing/group-exchange.ts';
import { AGENT_PATH } from '../../src-relay/hub/upgrade.ts';
import { WEBHOOK_PATH } from '../../src-relay/intake/webhooks.ts';
import { JOIN_PATH } from '../../src-relay/join/door.ts';
import { TEST_CALL_PATH } from '../../src-relay/test-call/door.ts';
import { newSecret, NORA } from '../fixtures/allo.ts';
import { fingerprint } from '../fixtures/relay/doctor.ts';
import { cliOn, relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

/** A script of deploy/systemd with its places in a folder of the test's, run as whoever runs the test. */
async function scriptIn(folder: string, name: string): Promise<string> {
  const text = await readFile(join(ROOT, 'deploy/systemd', name), 'utf8');
  const file = join(folder, name);
  const here = text
    .replaceAll('/etc/ringside/relay.env', join(folder, 'relay.env'))
    .replaceAll('/opt/ringside/bin/node', process.execPath)
    .replaceAll('/opt/ringside/relay/ringside-relay.js', RELAY)
    .replace('runuser -u ringside -- ', '')
    .replace(/^\[ "\$\(id -u\)".*$/m, '');
  await writeFile(file, here);
  await chmod(file, 0o755);
  return file;
}

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
}

function run(file: string, args: string[], env: Record<string, string> = {}): Promise<Ran> {
  return promisify(execFile)(file, args, {
    cwd: join(file, '..'),
    env: { PATH: process.env['PATH'], ...env },
  });
}

describe('the wrapper of the command line', () => {
  it('reads the settings as systemd does, runs nothing in them and shows no secret', async () => {
    const folder = await lab.folder();
    const [a, b] = [newSecret(), newSecret()];
    const wrapper = await scriptIn(folder, 'ringside-relay');
    await writeFile(
      join(folder, 'relay.env'),
      [
        '# a comment with $(touch ran) and `touch ran`',
        '; another',
        `ALLO_WEBHOOK_SECRETS=${a}, ${b}\r`,
        `  RINGSIDE_DATA = ignored, since a name has no space`,
        `RINGSIDE_DATA="${join(folder, 'data folder')}"`,
        "RINGSIDE_LOG='warn'",
        'OTHER=$(touch ran); touch ran',
        'touch ran',
        '1BAD=x',
        'RINGSIDE_PORT=18787',
      ].join('\n'),
    );
    const { stdout, stderr } = await run(wrapper, ['secrets', 'list', '--json']);
    const { secrets } = JSON.parse(stdout) as { secrets: { fingerprint: string }[] };
    expect(secrets.map((one) => one.fingerprint)).toEqual([fingerprint(a), fingerprint(b)]);
    const doctor = await run(wrapper, ['doctor']).catch((error: Ran) => error);
    const shown = `${stdout}${stderr}${doctor.stdout}${doctor.stderr}`;
    expect(shown).toContain(join(folder, 'data folder'));
    for (const secret of [a, b]) expect(shown).not.toContain(secret.slice('whsec_'.length));
    expect(await readdir(folder)).not.toContain('ran');
  });

  it('works with settings that are empty', async () => {
    const folder = await lab.folder();
    const wrapper = await scriptIn(folder, 'ringside-relay');
    await writeFile(join(folder, 'relay.env'), '');
    expect((await run(wrapper, ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('the nightly backup', () => {
  it('keeps as many days as it should, and lets go of none when it fails', async () => {
    const folder = await lab.folder();
    const [data, backups] = [join(folder, 'data'), join(folder, 'backups')];
    await mkdir(backups);
    const script = await scriptIn(folder, 'ringside-backup');
    const [old, young, other] = ['2026-01-01T031500.db', '2026-02-01T031500.db', 'by-hand.db'].map((name) =>
      join(backups, name),
    ) as [string, string, string];
    const days = (n: number) => new Date(Date.now() - n * 24 * 3_600_000);
    for (const file of [old, young, other]) await writeFile(file, '');
    await utimes(old, days(20), days(20));
    await utimes(young, days(3), days(3));
    await utimes(other, days(20), days(20));
    const env = { RINGSIDE_DATA: data, BACKUP_FOLDER: backups, BACKUP_KEEP_DAYS: '14' };
    await expect(run(script, [], { ...env, RINGSIDE_DATA: '/dev/null/none' })).rejects.toThrow('backup');
    expect(await readdir(backups)).toHaveLength(3);
    await cliOn(data, ['agents', 'add', NORA]);
    await run(script, [], env);
    const left = (await readdir(backups)).sort();
    expect(left).toHaveLength(3);
    expect(left).toContain('by-hand.db');
    expect(left).toContain('2026-02-01T031500.db');
  });

  it('ends well when the journal is in PostgreSQL, lets go of nothing, and says what to use', async () => {
    const folder = await lab.folder();
    const script = await scriptIn(folder, 'ringside-backup');
    const old = join(folder, '2026-01-01T031500.db');
    await writeFile(old, '');
    await utimes(old, new Date(0), new Date(0));
    const store = 'postgres://ringside@db.internal/ringside?password=of-nobody';
    const { stdout, stderr } = await run(script, [], { RINGSIDE_STORE: store, BACKUP_FOLDER: folder });
    expect(stdout).toMatch(/pg_dump.*ringside-backup\.timer/s);
    expect(stdout + stderr).not.toContain('of-nobody');
    expect((await readdir(folder)).filter((name) => name.endsWith('.db'))).toEqual(['2026-01-01T031500.db']);
    // The guide has what it names.
    expect(await readFile(join(ROOT, 'docs/cluster.md'), 'utf8')).toContain('## Backup, and any moment back');
  });
});

describe('each proxy of the samples', () => {
  // The relay tells of webhooks with a slip in their path, when it gets them.
  const slips = [`${WEBHOOK_PATH}/`, '/webhook/allo', '/Webhooks/Allo', '/webhooks', '/webhooks/allo/x'];
  const handedOn = [
    WEBHOOK_PATH,
    PAIR_PATH,
    GROUP_PAIR_PATH,
    JOIN_PATH,
    AGENT_PATH,
    TEST_CALL_PATH,
    ...slips,
  ];
  const kept = [
    CONTROL_PATH,
    '/healthz',
    '/readyz',
    '/metrics',
    '/',
    '/agents',
    '/api/webhook',
    '/joined',
    '/join/x',
  ];
  const matcherOf: [string, (text: string) => (path: string) => boolean][] = [
    [
      'caddy/Caddyfile',
      (text) => {
        const paths = /@ringside path (.*)/.exec(text)?.[1]?.split(' ') ?? [];
        const pattern = paths.map((path) => path.replace('*', '.*')).join('|');
        return (path) => new RegExp(`^(?:${pattern})$`, 'i').test(path);
      },
    ],
    [
      'nginx/ringside.conf',
      (text) => {
        const pattern = new RegExp(/location ~\* (\S+) \{/.exec(text)?.[1] ?? '$.', 'i');
        return (path) => pattern.test(path);
      },
    ],
    [
      'cluster/nginx.conf',
      (text) => {
        const patterns = [...text.matchAll(/location ~\* (\S+) \{/g)].map(
          ([, each = '']) => new RegExp(each, 'i'),
        );
        return (path) => patterns.some((pattern) => pattern.test(path));
      },
    ],
  ];
  it.each(matcherOf)('%s hands on what Allo and the apps need, and nothing else', async (file, matcher) => {
    const isHandedOn = matcher(await readFile(join(ROOT, 'deploy', file), 'utf8'));
    expect(handedOn.filter((path) => !isHandedOn(path))).toEqual([]);
    expect(kept.filter(isHandedOn)).toEqual([]);
  });
});

describe('the image', () => {
  it('is built on the very Node that package.json pins, and gets nothing that git ignores', async () => {
    const text = async (path: string) => await readFile(join(ROOT, path), 'utf8');
    const { devDependencies } = JSON.parse(await text('package.json')) as {
      devDependencies: Record<string, string>;
    };
    expect(await text('deploy/Dockerfile')).toContain(`ARG BASE=node:${devDependencies['node']}-`);
    const [first, ...taken] = (await text('deploy/Dockerfile.dockerignore'))
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    const ignored = new Set((await text('.gitignore')).split('\n').map((line) => line.replaceAll('/', '')));
    expect(taken.filter((line) => !line.startsWith('!') || ignored.has(line.slice(1)))).toEqual([]);
  });
});

describe('the guide', () => {
  it('names only commands and files that there are', async () => {
    const pages = ['operating', 'maintenance', 'monitoring', 'postgres', 'cluster'];
    const guides = pages.map((page) => readFile(join(ROOT, `docs/${page}.md`), 'utf8'));
    const guide = (await Promise.all(guides)).join('\n');
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    const called = [
      ...`${guide}\n${readme}`.matchAll(/(?:^ *|`|&& |sudo )(?:ringside-relay|npm run relay --) ([a-z]+)/gm),
    ];
    const help = (await run(process.execPath, [RELAY, '--help'])).stdout;
    const known = new Set([...help.matchAll(/^ {2}([a-z]+)/gm)].map((match) => match[1]));
    const commands = [...new Set(called.map((match) => (match[1] ?? '').split(' ')[0] ?? ''))];
    expect(commands.length).toBeGreaterThan(8);
    expect(commands.filter((command) => !known.has(command))).toEqual([]);
    const files = [...guide.matchAll(/\bdeploy\/[\w./-]*[\w]/g)].map((match) => match[0]);
    for (const file of files)
      if (!file.endsWith('/'))
        await readFile(join(ROOT, file)).catch((error: { code: string }) =>
          expect(error.code, file).toBe('EISDIR'),
        );
  });
});
