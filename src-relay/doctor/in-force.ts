import type { RelayStatus } from '../control/status.ts';
import type { Secret } from '../webhook-secrets/signature.ts';
import { VERSION } from '../settings/version.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

/** What this command finds where the relay found, or should have found, the same. */
export interface OwnView {
  readonly configFile: string;
  /** Null: there is no file. Undefined: it cannot be used, which is told elsewhere. */
  readonly digest: string | null | undefined;
  /** Of the environment and the secrets file, as this command sees them. */
  readonly secrets: readonly Secret[];
}

/** Whether the running relay has what is written down: config, secrets and version. */
export function lookAtWhatIsInForce(status: RelayStatus, own: OwnView): Finding[] {
  return [
    ...versions(status),
    configInForce(status.config, own),
    ...secretsInForce(status, own.secrets),
    ...refusals(status),
    ...(status.sweepTrouble === null
      ? []
      : [
          warn(
            'retention',
            `nothing is erased: ${status.sweepTrouble}`,
            'see what is said of journal and disk',
          ),
        ]),
  ];
}

function versions({ version }: RelayStatus): Finding[] {
  if (version === VERSION) return [];
  return [warn('relay', `runs version ${version}, and this is ${VERSION}`, 'restart it to end the upgrade')];
}

function configInForce({ file, digest, refused }: RelayStatus['config'], own: OwnView): Finding {
  const about = 'config';
  if (file !== own.configFile) {
    const todo = 'run doctor with the settings of the relay (RINGSIDE_CONFIG, RINGSIDE_DATA)';
    return warn(about, `the running relay reads ${file}, and this command ${own.configFile}`, todo);
  }
  if (refused !== null && own.digest !== undefined) {
    const isGone = own.digest === null;
    const todo = isGone
      ? 'write it again, or restart the relay: then the defaults hold'
      : `let the relay's user read it: chown ringside ${file}, or chmod 644 ${file}`;
    return (isGone ? warn : fail)(about, `the running relay keeps an older one: ${refused}`, todo);
  }
  if (digest === own.digest || own.digest === undefined) {
    return ok(about, own.digest === undefined ? 'the running relay keeps the one before' : 'it is in force');
  }
  return fail(
    about,
    'the running relay has another one than the file',
    'see its log; restart it when it does not follow',
  );
}

function secretsInForce({ secrets, secretsFile }: RelayStatus, own: readonly Secret[]): Finding[] {
  const about = 'secrets';
  const inForce = new Set(secrets.map(({ fingerprint }) => fingerprint));
  const missing = own.filter(({ fingerprint }) => !inForce.has(fingerprint));
  return [
    ...(secretsFile.refused === null
      ? []
      : [fail(about, secretsFile.refused, 'correct it: the running relay keeps what it held before')]),
    ...missing.map(({ fingerprint }) =>
      fail(
        about,
        `${fingerprint} is set here, but the running relay does not have it: its webhooks get 401`,
        'restart the relay, or hand it over without one: ringside-relay secrets add',
      ),
    ),
    ...(secrets.length === 0
      ? [
          warn(
            about,
            'none is set: every webhook gets 503',
            'ringside-relay secrets add, with the signing secret that Allo shows under Settings → Webhooks',
          ),
        ]
      : secrets.map((one) => ok(about, sentenceOn(one)))),
    ...(secrets.length > 2
      ? [
          warn(
            about,
            `${secrets.length} are in force`,
            'when a rotation is over, take the old ones out: ringside-relay secrets remove FINGERPRINT',
          ),
        ]
      : []),
  ];
}

function sentenceOn({ fingerprint, from, webhooks, lastAt }: RelayStatus['secrets'][number]): string {
  const fares =
    lastAt === null
      ? 'no webhook since the start'
      : `${webhooks} webhooks since the start, the last ${lastAt}`;
  return `${fingerprint} (${from}): ${fares}`;
}

/** Three in a row are no stranger's chance: Allo signs with a secret that the relay lacks. */
const IN_A_ROW = 3;

function refusals({ signaturesRefused: { lately, sinceGood, lastAt } }: RelayStatus): Finding[] {
  if (lately === 0) return [];
  const found = `${lately} webhooks got 401 in the last 24 h, signed with none of the secrets (the last ${lastAt ?? 'unknown'})`;
  const todo =
    'compare the signing secrets in Allo under Settings → Webhooks, and hand over the one that is missing: ringside-relay secrets add. Others get through meanwhile: it may be strangers';
  return sinceGood >= IN_A_ROW
    ? [fail('signatures', `${found}; none was good since ${sinceGood} of them`, todo)]
    : [warn('signatures', found, todo)];
}
