import { expect } from 'vitest';
import { AGENT, type Machine } from '../../scripts/machine/machine.ts';
import { processesOf } from '../../scripts/machine/processes.ts';

/** Expects the pages of the app that runs to be in Chromium's sandbox, and all of it to be the agent's. */
export async function expectSandboxed(machine: Machine): Promise<void> {
  const all = await processesOf(machine);
  const renderers = all.filter(({ type }) => type === 'renderer');
  const main = all.find(({ type }) => type === 'browser');
  expect(renderers.length).toBeGreaterThanOrEqual(2);
  for (const { uid, seccomp, noNewPrivileges, namespaces } of renderers) {
    expect({ uid, seccomp, noNewPrivileges }).toEqual({ uid: AGENT.uid, seccomp: 2, noNewPrivileges: true });
    for (const kind of ['user', 'pid', 'net']) expect(namespaces[kind]).not.toBe(main?.namespaces[kind]);
  }
  expect(new Set(all.map(({ uid }) => uid))).toEqual(new Set([AGENT.uid]));
  expect(all.filter(({ command }) => command.includes('--no-sandbox'))).toEqual([]);
}
