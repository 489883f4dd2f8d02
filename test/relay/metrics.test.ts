import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/setup/places.mjs';
import { answer, newSecret, NORA, post, ring } from '../fixtures/allo.ts';
import { relayLab, storeOf } from '../fixtures/relay/lab.ts';
import { spawnRelay } from '../../scripts/relay/process.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

/** Names in an expression that are neither PromQL's own nor labels nor in quotes. */
function metricsIn(expr: string): string[] {
  return expr.match(/\b(?:ringside|process|nodejs)_\w+|\bup\b/g) ?? [];
}

async function expressions(): Promise<string[]> {
  const board = JSON.parse(await readFile(join(ROOT, 'deploy/grafana/dashboard.json'), 'utf8')) as {
    panels: { targets: { expr: string }[] }[];
  };
  const alerts = parse(await readFile(join(ROOT, 'deploy/prometheus/alerts.yml'), 'utf8')) as {
    groups: { rules: { alert: string; expr: string }[] }[];
  };
  return [
    ...board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...alerts.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
  ];
}

describe('what is watched', () => {
  it('is there: every metric of the dashboard and the alerts is in a scrape of a fresh relay', async () => {
    const folder = await lab.folder();
    const relay = await spawnRelay({ folder, secret: newSecret(), env: storeOf(folder) });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    const text = await (await fetch(new URL('/metrics', relay.url))).text();
    const scraped = new Set([
      'up',
      ...text.split('\n').flatMap((line) => /^(\w+)[{ ]/.exec(line)?.[1] ?? []),
    ]);
    const used = (await expressions()).flatMap(metricsIn);
    expect(used.length).toBeGreaterThan(25);
    expect(used.filter((name) => !scraped.has(name))).toEqual([]);
  });

  it('is explained: every alert has its place in docs/monitoring.md', async () => {
    const guide = await readFile(join(ROOT, 'docs/monitoring.md'), 'utf8');
    const text = await readFile(join(ROOT, 'deploy/prometheus/alerts.yml'), 'utf8');
    const names = [...text.matchAll(/- alert: (\w+)/g)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });

  it('has a compose file and a Prometheus that can be parsed', async () => {
    const compose = parse(await readFile(join(ROOT, 'deploy/compose.yml'), 'utf8')) as {
      services: Record<string, { ports?: string[]; user?: string }>;
    };
    // Only the proxy is reachable from outside.
    expect(
      Object.keys(compose.services).filter((name) => compose.services[name]?.ports !== undefined),
    ).toEqual(['caddy']);
  });
});

describe('the metrics', () => {
  it('count refusals by reason and accepted events by topic', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring());
    await relay.post(answer());
    await relay.post(ring(), { signature: 'v1,AAAA' });
    await relay.post(ring(), { timestamp: 1 });
    await relay.post(ring(), { method: 'PUT' });
    expect(await relay.metric('ringside_events_total{topic="call.received"}')).toBe(1);
    expect(await relay.metric('ringside_events_total{topic="call.answered"}')).toBe(1);
    expect(await relay.metric('ringside_webhooks_refused_total{status="401",reason="signature"}')).toBe(1);
    expect(await relay.metric('ringside_webhooks_refused_total{status="401",reason="clock"}')).toBe(1);
    expect(await relay.metric('ringside_webhooks_refused_total{status="405",reason="method"}')).toBe(1);
  });

  it('say how things stand: ready, writable, agents, devices, quarantine, newest webhook, disk', async () => {
    const now = Math.floor(Date.now() / 1000);
    const relay = await lab.start({ agents: [NORA], now: () => now * 1000 });
    await relay.device(NORA);
    expect(await relay.metric('ringside_last_webhook_timestamp_seconds')).toBe(0);
    await relay.post('not JSON', { timestamp: now - 2 });
    expect(await relay.metric('ringside_last_webhook_timestamp_seconds')).toBe(now);
    expect(await relay.metric('ringside_ready')).toBe(1);
    expect(await relay.metric('ringside_journal_writable')).toBe(1);
    expect(await relay.metric('ringside_agents')).toBe(1);
    expect(await relay.metric('ringside_devices')).toBe(1);
    expect(await relay.metric('ringside_quarantined')).toBe(1);
    expect(await relay.metric('ringside_journal_bytes')).toBeGreaterThan(1000);
    expect(await relay.metric('ringside_disk_free_bytes')).toBeGreaterThan(1000);
    expect(await relay.metric('ringside_clock_offset_seconds')).toBe(-2);
  });

  it('are there without the ones that cannot be read, which the log tells once', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring());
    await rm(relay.folder, { recursive: true });
    for (let i = 0; i < 3; i += 1) {
      const response = await fetch(new URL('/metrics', relay.url));
      expect(response.status).toBe(200);
      const text = await response.text();
      expect(text).toContain('ringside_webhooks_total{outcome="accepted"} 1');
      expect(text).toContain('ringside_ready');
      expect(text).not.toContain('ringside_disk_free_bytes');
    }
    expect(relay.log().match(/"metric":"ringside_disk_free_bytes"/g)).toHaveLength(1);
  });

  it('without a secret say that the relay is not ready', async () => {
    const relay = await lab.start({ secret: '' });
    expect(await relay.metric('ringside_ready')).toBe(0);
    expect((await post(relay.url, newSecret(), ring())).status).toBe(503);
    expect(await relay.metric('ringside_webhooks_refused_total{status="503",reason="no-secret"}')).toBe(1);
  });
});
