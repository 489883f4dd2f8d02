import { existsSync } from 'node:fs';
import { loadConfig, type LoadedConfig } from '../config/file.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

const NODE_MAJOR = 24;

/** Node's version. */
export function lookAtMachine(nodeVersion: string): Finding {
  const isTested = Number(nodeVersion.split('.')[0]) >= NODE_MAJOR;
  return isTested
    ? ok('node', `Node ${nodeVersion}`)
    : warn('node', `Node ${nodeVersion}`, `use Node ${NODE_MAJOR}: older ones are not tested`);
}

/** The config file; null when it cannot be used. */
export async function lookAtConfig(
  settings: RelaySettings,
): Promise<{ readonly loaded: LoadedConfig | null; readonly findings: Finding[] }> {
  try {
    const loaded = await loadConfig(settings.configFile);
    const { config } = loaded;
    const found = existsSync(settings.configFile)
      ? 'can be used'
      : 'is not there: the defaults hold from a start on';
    const findings = [ok('config', `${settings.configFile} ${found}`)];
    if (config.publicUrl === undefined) {
      findings.push(
        warn('config', 'publicUrl is not set', 'set it: pairing links need it, and so does this check'),
      );
    }
    if (config.crm === null)
      findings.push(warn('config', 'no CRM is set', 'set crm, or cards have nothing to click'));
    return { loaded, findings };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'it cannot be read';
    const todo = 'correct it: a running relay keeps the old one, but the next start will fail';
    return { loaded: null, findings: [fail('config', message, todo)] };
  }
}
