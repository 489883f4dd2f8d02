import type { LinkTrouble } from '../../src-shared/link/trouble.ts';

type Kind = Extract<
  LinkTrouble,
  'proxy-unreachable' | 'proxy-sign-in' | 'proxy-scheme' | 'proxy-refused' | 'no-route'
>;

/** A proxy does not let us through, or is not there. */
export class ProxyTrouble extends Error {
  override readonly name = 'ProxyTrouble';
  readonly trouble: Kind;
  /** An error's code, or a status. */
  readonly code: string;

  constructor(trouble: Kind, code: string) {
    super(trouble);
    this.trouble = trouble;
    this.code = code;
  }
}
