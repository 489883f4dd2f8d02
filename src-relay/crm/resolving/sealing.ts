import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { FoundRecord, RecordExtras } from '../../../src-shared/crm/records.ts';
import type { Print } from '../cache/prints.ts';
import type { FoundKey } from '../cache/rows.ts';
import type { CrmSecret } from '../contract.ts';
import type { Known } from './known.ts';
import type { SharedKnown } from './sharing.ts';

/** Rises when `Known` changes: a relay of another version makes nothing of what is sealed. */
const VERSION = 1;
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Names out of the CRM leave a relay in this form alone: whoever can read it can ask the CRM itself. */
export interface Sealing {
  seal(key: FoundKey, shared: SharedKnown): Uint8Array;
  /** Null: it was sealed with another secret, for another party, or by another version. */
  open(key: FoundKey, sealed: Uint8Array): SharedKnown | null;
}

/** @param secret what the CRM is asked with, which every relay of a journal has */
export function sealingWith(secret: CrmSecret): Sealing {
  const material = secret.kind === 'token' ? ['token', secret.token] : ['client', secret.id, secret.secret];
  const salt = `records ${VERSION}`;
  const cipherKey = new Uint8Array(hkdfSync('sha256', JSON.stringify(material), salt, 'shared', KEY_BYTES));
  return {
    seal: (key, shared) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, cipherKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(JSON.stringify([key.account, key.party])));
      const sealed = [cipher.update(textOf(shared), 'utf8'), cipher.final()];
      return Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]);
    },
    open: (key, sealed) => {
      if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const cipher = createDecipheriv(CIPHER, cipherKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(JSON.stringify([key.account, key.party])));
      cipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      try {
        const text = [cipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), cipher.final()];
        return sharedIn(Buffer.concat(text).toString('utf8'));
      } catch {
        return null;
      }
    },
  };
}

type Written = Omit<Known, 'deals' | 'lacking' | 'refuted'> & {
  readonly tail: Print | null;
  readonly deals: readonly (readonly [Print, FoundRecord])[];
  readonly lacking: readonly Print[];
  readonly refuted: readonly string[];
  readonly extras: RecordExtras | null;
};

function textOf({ known, tail }: SharedKnown): string {
  const { deals, lacking, refuted } = known;
  const written: Written = {
    ...known,
    tail,
    deals: [...deals],
    lacking: [...lacking],
    refuted: [...refuted],
  };
  return JSON.stringify(written);
}

/** What was sealed is a relay's own. */
function sharedIn(text: string): SharedKnown {
  const { tail, deals, lacking, refuted, ...rest } = JSON.parse(text) as Written;
  const known = { ...rest, deals: new Map(deals), lacking: new Set(lacking), refuted: new Set(refuted) };
  return { known, tail };
}
