import { expect, test } from 'vitest';
import { whoseBook } from '../../../../src-main/connection/whose-book.ts';

const NORA = 'nora@example.com';
const SAM = 'sam@example.com';

test.each([
  ['nobody’s book is anybody’s', SAM, null, { agent: NORA, kept: 'keychain' }, true, 'theirs'],
  ['their own is theirs', NORA, NORA, { agent: null, kept: 'keychain' }, false, 'theirs'],
  [
    'the agent of the pairing was decided here',
    SAM,
    NORA,
    { agent: 'Sam@example.com', kept: 'keychain' },
    false,
    'turn',
  ],
  ['anybody else is asked about', SAM, NORA, { agent: NORA, kept: 'keychain' }, true, 'ask'],
  [
    'an older pairing says no name, so that is asked',
    SAM,
    NORA,
    { agent: null, kept: 'memory' },
    true,
    'ask',
  ],
  ['a managed install may give it to somebody else', SAM, NORA, { agent: null, kept: null }, true, 'turn'],
  ['but only at the first word after a start', SAM, NORA, { agent: null, kept: null }, false, 'ask'],
] as const)('%s', (_, named, owner, identity, isFirst, whose) => {
  expect(whoseBook(named, owner, identity, isFirst)).toBe(whose);
});
