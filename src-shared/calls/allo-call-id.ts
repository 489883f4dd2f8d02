/**
 * Allo's id of a call as ids are compared: its webhooks write `cll_…`, and its API `cll-…` for the same call. What is
 * anything else stays as it is.
 */
export function alloCallKey(id: string): string {
  return id.replace(/^cll-/, 'cll_');
}
