import type { HttpLimits } from '../http/limits.ts';
import type { WebhookOutcome } from '../journal/commands.ts';
import type { Journal } from '../journal/journal.ts';
import { JournalUnavailable } from '../sql/errors.ts';
import type { WebhookHeaders } from './headers.ts';
import type { RefusalReason } from './refusals.ts';
import type { SignatureWatch } from '../webhook-secrets/signature-watch.ts';
import { isTimely, signedBy, type Secret } from '../webhook-secrets/signature.ts';

export interface AdmissionParts {
  /** In force now. */
  readonly secrets: () => readonly Secret[];
  readonly signatures: Pick<SignatureWatch, 'good' | 'refused'>;
  readonly journal: Journal;
  readonly now: () => number;
  readonly isDraining: () => boolean;
  /** More than this waiting for the disk is an overload. */
  readonly pending: HttpLimits['pending'];
  readonly trouble: (error: unknown) => void;
}

/** A body that is not known to be genuine yet. */
export interface Unverified {
  readonly pieces: readonly Uint8Array[];
  /** In memory of its own, which is given to the thread that writes. */
  copy(): Uint8Array;
}

/** The one way into the journal, for Allo's webhooks and for the relay's own test calls. */
export interface Admission {
  /** Why nothing can be taken in now, whatever it is; null: it can. */
  closedFor(): RefusalReason | null;
  isOverloaded(): boolean;
  /**
   * Verifies a webhook and resolves when it is on disk. The body is not looked at any more once this has returned.
   * @param receivedAt ms since 1970
   * @param onVerified called once the signature is known to be good
   */
  admit(
    headers: WebhookHeaders,
    body: Unverified,
    receivedAt: number,
    onVerified?: () => void,
  ): Promise<WebhookOutcome | RefusalReason>;
}

export function openAdmission(parts: AdmissionParts): Admission {
  const { secrets, signatures, journal, now } = parts;

  function isOverloaded(): boolean {
    const { count, bytes } = journal.pending();
    return count >= parts.pending.count || bytes >= parts.pending.bytes;
  }

  return {
    closedFor() {
      if (secrets().length === 0) return 'no-secret';
      if (parts.isDraining()) return 'draining';
      if (!journal.isWritable()) return 'journal';
      return isOverloaded() ? 'overloaded' : null;
    },
    isOverloaded,
    async admit({ id, timestamp, signature }, body, receivedAt, onVerified) {
      const secret = signedBy(secrets(), { id, timestamp, body: body.pieces }, signature);
      if (secret === null) {
        signatures.refused(id);
        return 'signature';
      }
      onVerified?.();
      if (!isTimely(timestamp, now())) return 'clock';
      if (isOverloaded()) return 'overloaded';
      try {
        const outcome = await journal.write({ kind: 'webhook', id, receivedAt, body: body.copy() });
        // What `doctor` sends again is no sign of life of Allo's.
        if (outcome.status !== 'duplicate') signatures.good(secret, id);
        return outcome;
      } catch (error) {
        if (!(error instanceof JournalUnavailable)) parts.trouble(error);
        return 'journal';
      }
    },
  };
}
