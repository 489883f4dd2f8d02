import { inspect } from 'node:util';

const SHOWN = '[hidden]';

/** A secret that does not show itself in a log line, in JSON, in an error or in a debugger's print. */
export class Hidden {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toJSON(): string {
    return SHOWN;
  }

  toString(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
