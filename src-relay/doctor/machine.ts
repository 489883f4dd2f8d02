import { existsSync } from 'node:fs';
import type { RelayConfig } from '../config/schema.ts';
import { loadConfig } from '../config/file.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

const NODE_MAJOR = 24;

/** Node's version, and the settings that have been read already. */
export function lookAtMachine(nodeVersion: string, { secrets }: RelaySettings): Finding[] {
  const isTested = Number(nodeVersion.split('.')[0]) >= NODE_MAJOR;
  const node = isTested
    ? ok('node', `Node ${nodeVersion}`)
    : warn('node', `Node ${nodeVersion}`, `use Node ${NODE_MAJOR}: older ones are not tested`);
  return [
    node,
    secretsFinding(secrets.length, new Set(secrets.map(({ key }) => key.export().toString('hex'))).size),
  ];
}

function secretsFinding(count: number, distinct: number): Finding {
  const about = 'secrets';
  const variable = 'ALLO_WEBHOOK_SECRETS';
  if (count === 0) {
    return warn(
      about,
      'none is set here',
      `set ${variable} as the relay has it: without one every webhook gets 503`,
    );
  }
  if (distinct < count) return warn(about, 'one is there twice', `take it out of ${variable}`);
  if (count > 2)
    return warn(about, `${count} are set`, `when a rotation is over, take the old ones out of ${variable}`);
  return ok(
    about,
    count === 1 ? 'one, of the right shape' : 'two, of the right shape: a rotation is going on',
  );
}

/** The config file; null when it cannot be used. */
export async function lookAtConfig(
  settings: RelaySettings,
): Promise<{ readonly config: RelayConfig | null; readonly findings: Finding[] }> {
  try {
    const config = await loadConfig(settings.configFile);
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
    return { config, findings };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'it cannot be read';
    const todo = 'correct it: a running relay keeps the old one, but the next start will fail';
    return { config: null, findings: [fail('config', message, todo)] };
  }
}
