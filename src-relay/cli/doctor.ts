import type { Command } from 'commander';
import { setTimeout as wait } from 'node:timers/promises';
import { readAlloStates } from '../admin/allo-states.ts';
import { checkJournal } from '../admin/checking.ts';
import { DEFAULT_CONFIG } from '../config/schema.ts';
import { askRelayStatus } from '../control/asking.ts';
import type { RelayStatus } from '../control/status.ts';
import { lookAtAllo } from '../doctor/allo.ts';
import { lookAtCrm } from '../doctor/crm.ts';
import { lookAtDownloads } from '../doctor/downloads.ts';
import { fail, type Finding } from '../doctor/finding.ts';
import { lookAtWhatIsInForce, type OwnView } from '../doctor/in-force.ts';
import { lookAtConfig, lookAtMachine } from '../doctor/machine.ts';
import { lookAtSecrets } from '../doctor/own-secrets.ts';
import { lookAtPublicAddress } from '../doctor/public-address.ts';
import { lookAtRunning } from '../doctor/running.ts';
import { SettingsError, type RelaySettings } from '../settings/settings.ts';
import { crmStatusHere } from './crm-status.ts';
import { optionsOf, type CliParts } from './context.ts';
import { CommandError, print } from './terminal.ts';

/** `doctor`: looks at everything that goes wrong in practice and says what to do. */
export function addDoctorCommand(program: Command, { terminal, now }: CliParts): void {
  program
    .command('doctor')
    .description('check settings, disk, journal, clock, the running relay and its public address')
    .addHelpText(
      'after',
      `
Run it as the relay's user with the relay's settings; exit code 1 when a check fails. Through
publicUrl it posts webhooks that must be refused, and one that is a known duplicate: the metrics
count them, the journal keeps nothing. Of the downloads in the config it asks for the heads.

Example:
  ringside-relay doctor --json`,
    )
    .action(async (_: object, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      const findings = await look(command, now);
      const failed = findings.filter(({ level }) => level === 'fail').length;
      print(terminal, json === true, { ok: failed === 0, checks: findings }, findings.flatMap(linesOf));
      if (failed > 0) throw new CommandError(`${failed} of ${findings.length} checks failed`);
    });
}

async function look(command: Command, now: () => number): Promise<Finding[]> {
  let settings: RelaySettings;
  try {
    ({ settings } = optionsOf(command));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return [
      fail(
        'settings',
        error.message,
        'correct it in the environment or the flag; no other check is possible',
      ),
    ];
  }
  const { loaded, findings } = await lookAtConfig(settings);
  const config = loaded?.config ?? DEFAULT_CONFIG;
  const own = await lookAtSecrets(settings);
  const journal = await checkJournal(settings, config, now());
  const view = {
    configFile: settings.configFile,
    digest: loaded === null ? undefined : loaded.digest,
    secrets: own.secrets,
  };
  const status = await statusOnce(settings.data, journal.listening, view);
  return [
    lookAtMachine(process.versions.node),
    ...findings,
    ...journal.findings,
    ...(await lookAtAllo(settings, await readAlloStates(settings), config, now())),
    ...(await lookAtRunning(journal.listening)),
    ...(status === null ? own.findings : lookAtWhatIsInForce(status, view)),
    ...lookAtCrm(status?.crm ?? (await crmStatusHere(settings, config))),
    ...(await lookAtDownloads(config.downloads)),
    ...(config.publicUrl === undefined
      ? []
      : await lookAtPublicAddress({
          publicUrl: config.publicUrl,
          secrets: own.secrets,
          knownId: journal.webhookId,
          now,
        })),
  ];
}

/** A config or a secret that was written a moment ago is taken up within half a second. */
const ASK_AGAIN_TIMES = 5;
const ASK_AGAIN_MS = 400;

async function statusOnce(
  folder: string,
  listening: string | null,
  view: OwnView,
): Promise<RelayStatus | null> {
  if (listening === null) return null;
  for (let left = ASK_AGAIN_TIMES; ; left -= 1) {
    const status = await askRelayStatus(folder, listening);
    if (status === null || left === 0) return status;
    if (lookAtWhatIsInForce(status, view).every(({ level }) => level !== 'fail')) return status;
    await wait(ASK_AGAIN_MS);
  }
}

const MARKS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;

function linesOf({ about, level, found, todo }: Finding): string[] {
  return [`${MARKS[level]}  ${about}: ${found}`, ...(todo === undefined ? [] : [`      → ${todo}`])];
}
