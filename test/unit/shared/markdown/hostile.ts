import fc from 'fast-check';

/** Every sign that means something in Markdown or HTML, addresses that must lead nowhere, and text that is hard to show. */
const PIECES = [
  ...'*_~`#>|+-=![]()<>&;:\\"\'{}$^',
  ...' \t\n\r\v\f\0\u0085\u00a0\u200b\u2028\u2029\u202e\u2067\ufeff\ufffe\ud800\udc00',
  ...'\n\n\n   ',
  '    ',
  '  \n',
  '\r\n',
  'a',
  'b1',
  'é',
  '😀',
  'العربية',
  '1. ',
  '12) ',
  '- ',
  '* ',
  '+ ',
  '> ',
  '# ',
  '```',
  '~~~',
  '---',
  '===',
  '***',
  '| a | b |\n|---|---|\n',
  '[a](javascript:alert(1))',
  '[a](data:text/html,b)',
  '![a](https://evil.example/x.png)',
  '![a][b]',
  '[a]: https://evil.example/ "t"\n',
  '[a][]',
  '[^1]',
  '<img src=x onerror=alert(1)>',
  '<script>',
  '</b>',
  '<!-- ',
  '<https://evil.example>',
  '<a@evil.example>',
  '&lt;img src=x&gt;',
  '&eacute;',
  '&nbsp;',
  '&#10;',
  '&#0;',
  '&#x60;',
  '&ast;',
  '__proto__',
  'constructor',
];

const piece = fc.constantFrom(...PIECES);

/** Text such as a hostile caller, contact or model would give. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 6, arbitrary: piece }, fc.string({ maxLength: 5 })), { maxLength: 40 })
  .map((pieces) => pieces.join(''));

/** The same, with words that must be found again: they stand where nothing but text can be. */
export const hostileMarkdown: fc.Arbitrary<string> = fc
  .array(fc.tuple(hostileText, fc.nat(9)), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.map(([text, n]) => `${text}\n\nneedle${n}\n\n`).join(''));
