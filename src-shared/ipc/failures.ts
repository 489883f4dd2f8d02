/** What a page draws by itself, so that it can fail by itself. `page` is all of it, `script` what is not drawn. */
export const PARTS = [
  'page',
  'script',
  'card',
  'plain card',
  'digest',
  'shell',
  'calls',
  'texts',
  'activity',
  'settings',
  'welcome',
  'row',
  'call',
  'header',
  'who',
  'number',
  'email',
  'facts line',
  'actions',
  'transfer',
  'summary',
  'left',
  'recording',
  'answers',
  'deals',
  'contact',
  'past',
  'note',
  'transcript',
  'messages',
  'facts',
  'timeline',
] as const;
export type Part = (typeof PARTS)[number];

/** All that is told of an error: its text may quote what it failed on. */
export const ERROR_KINDS = [
  'Error',
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'URIError',
  'DOMException',
  'other',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];
