import { ASKED_CRMS, type AskedCrm, type CrmSecret } from './contract.ts';

/** A secret that cannot be used; the message never contains it. */
export class CrmSecretError extends Error {
  override readonly name = 'CrmSecretError';
}

/** The name of the file in the data folder. */
export const CRM_SECRET_FILE = 'crm-secret';

/** What a secret is given as in the environment. */
export interface RawCrmSecret {
  readonly token?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

/** Null: none is set. @throws CrmSecretError */
export function crmSecretOf({
  token = '',
  clientId = '',
  clientSecret = '',
}: RawCrmSecret): CrmSecret | null {
  if (token !== '') {
    if (clientId + clientSecret !== '') throw new CrmSecretError('either a token, or a client id and secret');
    return { kind: 'token', token: usable('the token', token) };
  }
  if (clientId === '' && clientSecret === '') return null;
  if (clientId === '') throw new CrmSecretError('there is a client secret, but no client id');
  if (clientSecret === '') throw new CrmSecretError('there is a client id, but no client secret');
  return {
    kind: 'client',
    id: usable('the client id', clientId),
    secret: usable('the client secret', clientSecret),
  };
}

/**
 * The secret in the text of its file: one token, or `client-id …` and `client-secret …` on a line each; what follows a `#`
 * at the start of a line is a comment. Null: there is none.
 * @throws CrmSecretError
 */
export function crmSecretIn(text: string): CrmSecret | null {
  const lines = linesIn(text).filter((line) => !OWNER.test(line));
  const raw: { token?: string; clientId?: string; clientSecret?: string } = {};
  for (const line of lines) {
    const [, name = 'token', value = ''] = /^(?:(client-id|client-secret)[\s=:]+)?(.*)$/.exec(line) ?? [];
    const key = NAMES[name] ?? 'token';
    if (raw[key] !== undefined) throw new CrmSecretError(`there is more than one ${name.replace('-', ' ')}`);
    raw[key] = value;
  }
  return crmSecretOf(raw);
}

/** The CRM that a file says its secret is of: it is given to no other. Null: it does not say. */
export function crmNamedIn(text: string): AskedCrm | null {
  const [, name] = linesIn(text).flatMap((line) => OWNER.exec(line) ?? []);
  return ASKED_CRMS.find((one) => one === name) ?? null;
}

const OWNER = new RegExp(`^crm[\\s=:]+(${ASKED_CRMS.join('|')})$`);

function linesIn(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

const NAMES: Readonly<Record<string, 'clientId' | 'clientSecret'>> = {
  'client-id': 'clientId',
  'client-secret': 'clientSecret',
};

/** The text of its file. */
export function crmSecretText(secret: CrmSecret, crm: AskedCrm): string {
  const lines =
    secret.kind === 'token' ? [secret.token] : [`client-id ${secret.id}`, `client-secret ${secret.secret}`];
  return ['# What the relay asks the CRM with: ringside-relay crm --help', `crm ${crm}`, ...lines, ''].join(
    '\n',
  );
}

/** Goes into a header or a form as it is. */
function usable(what: string, text: string): string {
  const trimmed = text.trim();
  if (!/^[\x21-\x7e]{8,4096}$/.test(trimmed) || trimmed.startsWith('#')) {
    throw new CrmSecretError(`${what} is too short, too long, or has blanks or letters that none has`);
  }
  return trimmed;
}
