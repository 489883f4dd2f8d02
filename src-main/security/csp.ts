/**
 * The Content-Security-Policy of every page: only our own files, no inline script or style, no request to anywhere,
 * no HTML made from strings.
 * Source: https://www.electronjs.org/docs/latest/tutorial/security#7-define-a-content-security-policy
 */
export const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self'",
  "worker-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  // No box of the system's, such as that for printing, no pop-up, no download. Forms are read by scripts of ours and sent nowhere.
  'sandbox allow-scripts allow-same-origin allow-forms',
].join('; ');

/** What every answer to a page carries, whatever it is: nothing is taken for what it does not say it is. */
export const GUARDED_HEADERS = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const;
