/** Whether the journal can be written, and why not. */
export interface Writability {
  /** Null while it can. */
  readonly trouble: string | null;
  /** Another journal is in its place: nothing may be written any more, whatever works again. */
  readonly displaced: string | null;
  failed(reason: string): void;
  displace(reason: string): void;
  /** Something was written. @returns whether it could not be until now */
  worked(): boolean;
}

/** @param onTrouble is given the reason when it can be written no more, and that it was displaced, but not each failure after the first */
export function writability(onTrouble: (reason: string) => void): Writability {
  let trouble: string | null = null;
  let displaced: string | null = null;

  function failed(reason: string): void {
    if (trouble === null) onTrouble(reason);
    trouble = reason;
  }

  return {
    get trouble() {
      return trouble;
    },
    get displaced() {
      return displaced;
    },
    failed,
    displace(reason) {
      displaced = reason;
      // What was wrong before is not what is to be mended.
      trouble = null;
      failed(reason);
    },
    worked() {
      const wasInTrouble = trouble !== null;
      if (wasInTrouble) trouble = displaced;
      return wasInTrouble;
    },
  };
}
