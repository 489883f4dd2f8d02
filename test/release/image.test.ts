import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../scripts/image.ts';
import { newSecret, post, ring } from '../fixtures/allo.ts';
import { composeService, podman, runImage, whatImageTestsLack, type RunningImage } from './image-lab.ts';

const lacking = whatImageTestsLack();
if (lacking !== null) console.log(lacking);

const IMAGE = `localhost/ringside-relay-test-${process.pid}`;
const [NAME, VOLUME] = [`ringside-test-${process.pid}`, `ringside-test-data-${process.pid}`];
const LARGEST = 200e6;

describe.skipIf(lacking !== null)('the relay’s image', () => {
  const secret = newSecret();
  let relay: RunningImage;

  beforeAll(async () => {
    expect(await makeImage(['--engine', 'podman', '--stand-in-base', '--tag', IMAGE])).toBe(0);
    relay = await runImage(IMAGE, { name: NAME, volume: VOLUME, env: { ALLO_WEBHOOK_SECRETS: secret } });
  }, 240_000);

  afterAll(async () => {
    await podman('rm', '--force', NAME);
    await podman('volume', 'rm', '--force', VOLUME);
    await podman('rmi', '--force', IMAGE);
  });

  async function readInside(paths: readonly string[]): Promise<readonly string[]> {
    const read = `console.log(JSON.stringify(${JSON.stringify(paths)}.map((path) => fs.readFileSync(path, 'utf8'))))`;
    return JSON.parse((await relay.exec('node', '-e', read)).stdout) as string[];
  }

  it('is below 200 MB', async () => {
    const { stdout } = await podman('image', 'inspect', '--format', '{{.Size}}', IMAGE);
    expect(Number(stdout)).toBeGreaterThan(50e6);
    expect(Number(stdout)).toBeLessThan(LARGEST);
  });

  it('is ready, and its health check says so without a shell', async () => {
    expect((await fetch(`${relay.url}/readyz`)).status).toBe(200);
    const { stdout } = await podman('image', 'inspect', '--format', '{{json .HealthCheck.Test}}', IMAGE);
    const [kind, ...command] = JSON.parse(stdout) as string[];
    expect(kind).toBe('CMD');
    expect(await relay.exec(...command)).toMatchObject({ code: 0 });
    const elsewhere = ['exec', '--env', 'RINGSIDE_PORT=1', NAME, ...command];
    expect(await podman(...elsewhere)).toMatchObject({ code: 1 });
  });

  it('runs as an ordinary user without a capability, and can get none', async () => {
    const status = await relay.status();
    expect(status).toMatch(/^Uid:\t1000\t1000\t1000\t1000$/m);
    expect(status).toMatch(/^Gid:\t1000\t1000\t1000\t1000$/m);
    for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'])
      expect(status).toMatch(new RegExp(`^Cap${set}:\t0+$`, 'm'));
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(/^Seccomp:\t2$/m);
  });

  it('can write to its data and to nothing else', async () => {
    const { read_only } = await composeService();
    expect(read_only).toBe(true);
    const kept = ['/x', '/app/x', '/app/ringside-relay.js', '/usr/local/bin/node', '/etc/passwd'];
    const write = `
      const result = (path) => { try { fs.writeFileSync(path, ''); return 'written'; } catch (error) { return error.code; } };
      console.log(JSON.stringify(${JSON.stringify([...kept, '/data/x'])}.map(result)));`;
    const results = JSON.parse((await relay.exec('node', '-e', write)).stdout) as string[];
    expect(results.pop()).toBe('written');
    for (const [at, path] of kept.entries()) expect(results[at], path).toMatch(/EROFS|EACCES/);
    const { stdout } = await podman('volume', 'inspect', '--format', '{{.Mountpoint}}', VOLUME);
    const { uid, gid, mode } = await stat(stdout.trim());
    expect({ uid, gid, mode: (mode & 0o777).toString(8) }).toEqual({ uid: 1000, gid: 1000, mode: '700' });
  });

  it('has nothing inside that could be started but Node and the relay, and all of it is root’s', async () => {
    const list = `
      const walk = (path) => fs.readdirSync(path || '/', { withFileTypes: true }).flatMap((entry) => {
        const inside = path + '/' + entry.name;
        if (['/proc', '/sys', '/dev', '/run', '/data', '/tmp'].includes(inside)) return [];
        return [inside, ...(entry.isDirectory() ? walk(inside) : [])];
      });
      const files = ['/', ...walk('')].map((path) => ({ path, ...fs.lstatSync(path) }));
      const startable = files.filter(({ path, mode }) => (mode & 0o170000) === 0o100000 && (mode & 0o6111) && !/\\.so(\\.[0-9]+)*$/.test(path));
      const others = files.filter(({ uid, gid }) => uid !== 0 || gid !== 0);
      console.log(JSON.stringify([startable, others].map((some) => some.map(({ path }) => path))));`;
    const inside = await relay.exec('node', '-e', list);
    const [startable = [], ofOthers] = JSON.parse(inside.stdout) as string[][];
    // The engine mounts its own.
    const mounted = new Set(['/etc/hosts', '/etc/hostname', '/etc/resolv.conf']);
    expect(startable.filter((path) => !mounted.has(path)).sort()).toEqual([
      '/app/ringside-relay.js',
      '/usr/local/bin/node',
    ]);
    expect(ofOthers).toEqual([]);
    for (const shell of ['sh', 'bash', '/bin/sh'])
      expect((await relay.exec(shell, '-c', ':')).code).toBeGreaterThan(125);
  });

  it('knows time zones, and the authorities of its system when it is told to', async () => {
    const zone = await podman(
      'exec',
      '--env',
      'TZ=Asia/Kathmandu',
      NAME,
      'node',
      '-p',
      'new Date(0).getHours()',
    );
    expect(zone.stdout.trim()).toBe('5');
    const script = "require('tls').getCACertificates('system').length";
    const authorities = await relay.exec('node', '--use-system-ca', '-p', script);
    expect(Number(authorities.stdout)).toBeGreaterThan(100);
  });

  it('says to scanners and lawyers what is inside', async () => {
    const packages = ['libc6', 'libstdc++6', 'libgcc-s1', 'ca-certificates'];
    const [os = '', ...texts] = await readInside([
      '/etc/os-release',
      ...packages.map((name) => `/var/lib/dpkg/status.d/${name}`),
      ...packages.map((name) => `/usr/share/doc/${name}/copyright`),
    ]);
    expect(os).toContain('ID=debian');
    for (const [at, name] of packages.entries()) {
      expect(texts[at], name).toMatch(/^Version: \d/m);
      expect(texts[at + packages.length], name).toMatch(/licen[cs]e/i);
    }
  });

  it('keeps a webhook over a restart in another container, and stops in order', async () => {
    expect((await post(relay.url, secret, ring())).status).toBe(200);
    // By itself: an engine that waited in vain would have killed it.
    expect(await relay.stop()).toBe(0);
    await podman('rm', NAME);
    relay = await runImage(IMAGE, { name: NAME, volume: VOLUME, env: { ALLO_WEBHOOK_SECRETS: secret } });
    const { stdout } = await relay.exec('ringside-relay', 'events', 'nobody', '--json');
    expect(
      (JSON.parse(stdout) as { nobody: { events: number }[] }).nobody.map(({ events }) => events),
    ).toEqual([1]);
  });
});
