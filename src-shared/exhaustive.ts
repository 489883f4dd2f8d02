/** Compiles only where every kind has been dealt with before. */
export function exhaustive(_kind: never): void {}
