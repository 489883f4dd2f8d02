import type { Server } from '../relay/servers.ts';

const WITHIN_MS = 15_000;

/** Until the relay knows whose the CRM's secret is, and asks. */
export async function inUse({ port }: Pick<Server, 'port'>): Promise<void> {
  const until = performance.now() + WITHIN_MS;
  while (performance.now() < until) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    if (/^ringside_crm_in_use 1$/m.test(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the CRM never came into use: `crm status` would say why');
}
