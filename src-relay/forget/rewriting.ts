/** A part of the old value, and where its copy goes. */
interface Step {
  readonly old: object;
  readonly copy: Record<string, unknown> | unknown[];
}

/**
 * A copy of a JSON value with its texts, numbers and names changed. Takes a stack of its own: no depth is too much.
 * @param text for names too
 */
export function rewritten(
  value: unknown,
  text: (old: string) => string,
  number: (old: number) => unknown,
): unknown {
  const waiting: Step[] = [];
  const copyOf = (old: unknown): unknown => {
    if (typeof old === 'string') return text(old);
    if (typeof old === 'number') return number(old);
    if (typeof old !== 'object' || old === null) return old;
    const copy = Array.isArray(old) ? [] : {};
    waiting.push({ old, copy });
    return copy;
  };
  const whole = copyOf(value);
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const { old, copy } = step;
    if (Array.isArray(copy)) for (const part of old as unknown[]) copy.push(copyOf(part));
    else for (const [name, part] of Object.entries(old)) define(copy, text(name), copyOf(part));
  }
  return whole;
}

/** `__proto__` is a name like any other. */
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}
