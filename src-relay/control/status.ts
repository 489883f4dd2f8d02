import * as v from 'valibot';
import { crmStatusSchema } from './crm-status.ts';
import type { KeptSecret } from '../webhook-secrets/keeper.ts';
import type { SignatureWatch } from '../webhook-secrets/signature-watch.ts';

const moment = v.nullable(v.string());

/**
 * What a running relay tells of itself to the command line beside it (`doctor`): nothing of persons, and of secrets their
 * fingerprints. The two may be of different versions for the length of an upgrade: what one does not say reads as null.
 */
export const statusSchema = v.object({
  version: v.string(),
  startedAt: v.string(),
  config: v.object({
    file: v.string(),
    /** Of the text that is in force; null: the defaults. */
    digest: v.nullable(v.string()),
    /** Why the file as it is now is not in force; null when it is. */
    refused: v.nullable(v.string()),
    publicUrl: v.nullable(v.string()),
  }),
  secrets: v.array(
    v.object({
      fingerprint: v.string(),
      from: v.picklist(['environment', 'file']),
      /** New webhooks that it verified since the start, and when the last one came. */
      webhooks: v.number(),
      lastAt: moment,
    }),
  ),
  secretsFile: v.object({ file: v.string(), refused: v.nullable(v.string()) }),
  /** Webhooks that were signed with none of the secrets, since these are in force. */
  signaturesRefused: v.object({ lately: v.number(), sinceGood: v.number(), lastAt: moment }),
  /** What keeps retention from erasing; null when nothing does. */
  sweepTrouble: v.optional(v.nullable(v.string()), null),
  crm: v.optional(v.nullable(crmStatusSchema), null),
  /** Those that share the journal; null: none can. */
  relays: v.optional(
    v.nullable(
      v.array(
        v.object({
          id: v.string(),
          host: v.string(),
          address: v.nullable(v.string()),
          version: v.string(),
          isThis: v.boolean(),
          sameConfig: v.boolean(),
          sameSecrets: v.boolean(),
          differingSecrets: v.optional(v.pipe(v.array(v.string()), v.readonly()), []),
        }),
      ),
    ),
    null,
  ),
});
export type RelayStatus = v.InferOutput<typeof statusSchema>;

/** The secrets in force and how they fare, without the secrets. */
export function secretsStatus(
  kept: readonly KeptSecret[],
  signatures: SignatureWatch,
): Pick<RelayStatus, 'secrets' | 'signaturesRefused'> {
  const { lately, sinceGood, lastAt } = signatures.refusals();
  return {
    secrets: kept.map(({ secret: { fingerprint }, from }) => {
      const verified = signatures.of(fingerprint);
      return { fingerprint, from, webhooks: verified.webhooks, lastAt: momentOf(verified.lastAt) };
    }),
    signaturesRefused: { lately, sinceGood, lastAt: momentOf(lastAt) },
  };
}

function momentOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
