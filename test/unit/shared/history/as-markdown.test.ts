import { expect, test } from 'vitest';
import {
  contactAsMarkdown,
  crmAsMarkdown,
  factsAsMarkdown,
  noteAsMarkdown,
  summaryAsMarkdown,
  transcriptAsMarkdown,
} from '../../../../src-shared/history/as-markdown.ts';
import { chooseLanguage } from '../../../../src-shared/words/language.ts';
import { READ, READ_MISSED, READ_IN_CRM } from '../../../gallery/callStates.ts';
import { BENS_PART, card, PHILIPPA, UNKNOWN } from '../../../gallery/people.ts';

const english = chooseLanguage(['en-GB']);
const done = card('done', {
  phase: 'completed',
  startedAt: new Date(2026, 0, 13, 14, 11).getTime(),
  durationS: 330,
  summary: 'Wants the quote by **Thursday**.\n',
  tags: ['renewal', 'a`b'],
  note: 'Call before noon.',
});

test('a summary is copied with whom, when, how long and on which line', () => {
  expect(summaryAsMarkdown(done, english)).toBe(
    `## Call with Philippa Okonkwo, Globex

13 January 2026 at 14:11 · Completed · 5 min 30 s · Sales line · +33 6 39 98 12 34

Wants the quote by **Thursday**.

\`renewal\` \`\`a\`b\`\`
`,
  );
});

test('it is written in the language of the app', () => {
  const french = summaryAsMarkdown(done, chooseLanguage(['fr-FR']));
  expect(french).toContain('## Appel avec Philippa Okonkwo, Globex\n\n13 janvier 2026');
  expect(french).toContain('Terminé');
});

test('a transcript says who speaks and when, and nothing that was said becomes Markdown', () => {
  const lines = [
    { speaker: 'agent', source: 'USER', atS: 7, text: 'Nora speaking.' },
    { speaker: 'caller', source: 'EXTERNAL', atS: null, text: '# not a heading, *not* stressed\n<b>' },
    { speaker: 'other', source: 'IVR', atS: 3_725, text: 'Press 1.' },
  ] as const;
  const text = transcriptAsMarkdown({ ...done, caller: { ...PHILIPPA, name: '*Phil*' } }, lines, english);
  expect(text).toContain('**Agent** (0:07): Nora speaking.\n\n');
  expect(text).toContain(String.raw`**\*Phil\***: \# not a heading, \*not\* stressed \<b\>`);
  expect(text).toContain('**Voice menu** (1:02:05): Press 1.');
});

test('an assistant who took the call is said so, and named as one in what it said', () => {
  const taken = { ...done, phase: 'transferred', result: 'TRANSFERRED_AI' } as const;
  expect(summaryAsMarkdown(taken, english)).toContain('· Assistant took it ·');
  const lines = [{ speaker: 'other', source: 'AGENT', atS: null, text: 'How can I help?' }] as const;
  expect(transcriptAsMarkdown(taken, lines, english)).toContain('**Assistant**: How can I help?');
});

test('somebody unknown is their number, and what is not there is not copied', () => {
  const unknown = card('unknown', { caller: UNKNOWN, note: 'Ask for the name.' });
  expect(noteAsMarkdown(unknown, english)).toContain('## Call with +44 20 7946 0018\n');
  expect(summaryAsMarkdown(unknown, english)).toBeNull();
  expect(transcriptAsMarkdown(unknown, [], english)).toBeNull();
  expect(noteAsMarkdown({ ...unknown, note: '' }, english)).toBeNull();
});

test('a summary is copied with the address, the ways of the call and what machines were told', () => {
  const told = card('told', {
    ...done,
    caller: { ...PHILIPPA, email: 'philippa@globex.example' },
    legs: [{ ...BENS_PART, side: 'after', key: null, who: 'Dr Grey', number: '+44 20 7946 0018' }],
    menu: ['2 Existing customer'],
    collected: [{ name: 'Urgent', value: true }],
  });
  const text = summaryAsMarkdown(told, english);
  expect(text).toContain(' · philippa@globex.example\n');
  expect(text).toContain(
    'Transferred to Dr Grey, +44 20 7946 0018\n\n**Voice menu**: 2 Existing customer\n\n**Urgent**: Yes\n',
  );
});

test('what was left on a voicemail is copied word for word where there is no summary', () => {
  const left = card('left', {
    ...done,
    phase: 'voicemail',
    summary: null,
    tags: [],
    left: 'Ana here.\n# Call *me*.',
  });
  expect(summaryAsMarkdown(left, english)).toContain('\n\nAna here.\n\n\\# Call \\*me\\*.\n');
});

test('a contact is copied with whose property is whose, and no address becomes a link', () => {
  const text = contactAsMarkdown(READ, english) ?? '';
  expect(text).toContain('**E-mail**: philippa.okonkwo@globex.example, sales@globex.example\n');
  expect(text).toContain('**Newsletter**: No\n\n**Customer since**: 1 March 2021\n');
  expect(text).toContain('**Company**\n\n**Employees**: 240\n\n**Hydra renewal**\n\n**Discount**: 5 %\n');
  expect(contactAsMarkdown(READ_MISSED, english)).toBeNull();
});

test('what the CRM says is copied with whose word it is and when it was said, by itself and with the contact', () => {
  const { card: inCrm } = READ_IN_CRM;
  const text = crmAsMarkdown(inCrm, english) ?? '';
  expect(text).toMatch(
    /\n\n\*\*HubSpot, 13 January 2026[^*]*\*\*\n\n\*\*Owner\*\*: Sam Okafor\n\n\*\*People with this number\*\*: 3\n/,
  );
  expect(text).toContain('**Hydra renewal**: closed in HubSpot\n\n**Second site pilot**: Contract sent\n');
  expect(text).toContain(
    '**Also in HubSpot**: Support plan, three years, Proposal sent, €7,200, 2026-02-20; Training days, New; ',
  );
  expect(text).toContain('; 2 more open deals there\n');
  expect(contactAsMarkdown(READ_IN_CRM, english)).toContain('**Owner**: Sam Okafor');
  expect(crmAsMarkdown(READ.card, english)).toBeNull();
});

test('what is known of a call is copied with its ids', () => {
  expect(factsAsMarkdown(READ, english)).toContain('**Call ID**: cll\\_2NfDKEm9sF8xK3pQr1Zt');
});
