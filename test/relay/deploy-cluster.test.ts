import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { metricsTable } from '../../scripts/docs/metrics.ts';
import { RELAY } from '../../scripts/relay/process.ts';
import { ROOT } from '../../scripts/setup/places.mjs';
import { connectionsOfRelay } from '../../src-relay/postgres/connections.ts';
import { parsePostgresUrl } from '../../src-relay/settings/postgres-url.ts';
import { newSecret } from '../fixtures/allo.ts';
import { fingerprint } from '../fixtures/relay/doctor.ts';
import { relayLab } from '../fixtures/relay/lab.ts';

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly hostname?: string;
  readonly volumes?: readonly string[];
  readonly command?: readonly string[];
  readonly networks: { readonly inside: { readonly ipv4_address: string } };
  readonly secrets?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, object>>;
  readonly secrets: Readonly<Record<string, object>>;
}

const lab = relayLab();
afterEach(lab.cleanUp);

const text = (path: string) => readFile(join(ROOT, 'deploy', path), 'utf8');
const compose = parse(await text('cluster/compose.yml'), { merge: true }) as Compose;
const nginx = await text('cluster/nginx.conf');
const relays = Object.entries(compose.services).filter(([name]) => name.startsWith('relay'));
const environment = relays[0]?.[1].environment ?? {};

describe('the compose file with several relays', () => {
  it('gives each relay the same settings and shared files, and a data folder and an address of its own', () => {
    expect(relays).toHaveLength(3);
    for (const [, relay] of relays) expect(relay.environment).toEqual(environment);
    const of = (what: (relay: Service) => unknown) => new Set(relays.map(([, relay]) => what(relay)));
    expect(of((relay) => relay.volumes?.[0])).toHaveLength(3);
    expect(of((relay) => relay.volumes?.[1])).toEqual(new Set(['./shared:/shared']));
    expect(of((relay) => relay.networks.inside.ipv4_address)).toHaveLength(3);
    for (const [name, relay] of relays) {
      expect(relay.hostname).toBe(name);
      expect(relay.volumes?.[0]).toBe(`${name}_data:/data`);
      expect(Object.keys(compose.volumes)).toContain(`${name}_data`);
    }
  });

  it('balances over these relays and no others, at the port that the image listens at', async () => {
    const port = /RINGSIDE_PORT=(\d+)/.exec(await text('Dockerfile'))?.[1];
    const upstreams = [...nginx.matchAll(/upstream (\w+) \{(.*?)\n {2}\}/gs)];
    expect(upstreams.map(([, name]) => name)).toEqual(['ringside_webhooks', 'ringside_apps']);
    for (const [, , block = ''] of upstreams) {
      expect([...block.matchAll(/server (\S+) /g)].map(([, server]) => server)).toEqual(
        relays.map(([name]) => `${name}:${port}`),
      );
      expect(block).not.toMatch(/ip_hash|sticky|\bhash\b/);
    }
  });

  it('sends a request to a second relay only where that does no harm', () => {
    const locations = [...nginx.matchAll(/location ~\* (\S+) \{(.*?)\n {4}\}/gs)];
    const repeated = locations.filter(([, , block = '']) => block.includes('non_idempotent'));
    expect(repeated.map(([, pattern]) => pattern)).toEqual(['^/webhook.*$']);
    const [pairing = ''] = locations
      .filter(([, pattern = '']) => pattern.includes('pair'))
      .map(([all]) => all);
    expect(pairing).toContain('proxy_next_upstream error timeout;');
  });

  it('lets PostgreSQL have connections for all of them, and commands beside', () => {
    const { poolSize } = parsePostgresUrl(environment['RINGSIDE_STORE'] ?? '');
    const most = Number(
      /max_connections=(\d+)/.exec(compose.services['postgres']?.command?.join(' ') ?? '')?.[1],
    );
    expect(most).toBeGreaterThanOrEqual(relays.length * connectionsOfRelay(poolSize) + 20);
    const unsafe = /fsync|synchronous_commit|full_page_writes/;
    expect(compose.services['postgres']?.command?.join(' ')).not.toMatch(unsafe);
  });

  it('has no secret in it, and names only settings that the relay knows and reads', async () => {
    expect(parsePostgresUrl(environment['RINGSIDE_STORE'] ?? '').password).toBeNull();
    expect(Object.keys(compose.secrets)).toEqual(compose.services['postgres']?.secrets);
    const rollout = await readFile(join(ROOT, 'docs/rollout.md'), 'utf8');
    for (const name of Object.keys(environment)) expect(rollout).toContain(`\`${name}\``);
    const shared = await lab.folder();
    const secret = newSecret();
    await writeFile(join(shared, 'webhook-secrets'), `${secret}\n`, { mode: 0o600 });
    await mkdir(join(shared, 'data'));
    const env = Object.entries(environment).map(([name, value]) => [name, value.replace('/shared', shared)]);
    const { stdout } = await promisify(execFile)(process.execPath, [RELAY, 'secrets', 'list', '--json'], {
      env: { ...Object.fromEntries(env), RINGSIDE_DATA: join(shared, 'data') },
    });
    expect(stdout).toContain(fingerprint(secret));
  });
});

it('alerts and dashboard for relays that share a journal name metrics that there are, and the guide says what to do', async () => {
  const { groups } = parse(await text('cluster/alerts.yml')) as {
    groups: { rules: { alert: string; expr: string }[] }[];
  };
  const [known, guide] = [await metricsTable(), await readFile(join(ROOT, 'docs/cluster.md'), 'utf8')];
  for (const { alert, expr } of groups.flatMap(({ rules }) => rules)) {
    for (const [name] of expr.matchAll(/ringside_\w+/g)) expect(known).toContain(`\`${name}\``);
    expect(guide).toContain(`| \`${alert}\` |`);
  }
  const alerted = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)).join();
  const { panels } = JSON.parse(await text('cluster/dashboard.json')) as {
    panels: { id: number; targets: { expr: string }[] }[];
  };
  const shown = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join();
  expect(new Set(panels.map(({ id }) => id))).toHaveLength(panels.length);
  for (const [name] of shown.matchAll(/ringside_\w+/g))
    expect(known).toContain(`\`${name.replace(/_bucket$/, '')}\``);
  // What only relays with a shared journal have is watched, and shown.
  for (const name of ['ringside_listening', 'ringside_journal_readable', 'ringside_relays_differing']) {
    expect(alerted).toContain(name);
    expect(shown).toContain(name);
  }
});
