import { createHmac } from 'node:crypto';
import * as v from 'valibot';

/** What relays ask others with, by the names of their files; webhook secrets are compared by themselves. */
export const ASKING_SECRETS = ['allo-api-key', 'crm-secret'] as const;
export type AskingSecret = (typeof ASKING_SECRETS)[number];

/** Of each secret a hash by the journal's own key, which says nothing of it but whether two relays have the same. */
export type SecretPrints = Readonly<Record<AskingSecret, string>>;

/** In place of a hash. */
export const NO_SECRET = 'none';

const PRINT_BYTES = 16;

/** @param secret null: there is none */
export function printOf(key: Uint8Array, name: AskingSecret, secret: string | null): string {
  if (secret === null) return NO_SECRET;
  return createHmac('sha256', key)
    .update(`secret of a relay: ${name}\n${secret}`)
    .digest()
    .subarray(0, PRINT_BYTES)
    .toString('hex');
}

const printsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ 'allo-api-key': v.string(), 'crm-secret': v.string() }),
);

/** Null: there are none that this version can read. */
export function printsIn(text: string | null): SecretPrints | null {
  const read = v.safeParse(printsSchema, text);
  return read.success ? read.output : null;
}

/** Which of the secrets two relays have not alike: none, where one of them does not say. */
export function differingSecrets(one: SecretPrints | null, other: SecretPrints | null): AskingSecret[] {
  if (one === null || other === null) return [];
  return ASKING_SECRETS.filter((name) => one[name] !== other[name]);
}
