import type { E164, WebhookId } from '../../src-shared/brand.ts';
import { foldText } from '../../src-shared/history/fold-text.ts';
import type { Party, TextRow, ThreadCalls } from '../../src-shared/texts/rows.ts';
import { ROWS } from './callStates.ts';
import { DAY, HOUR, MINUTE, NOW } from './moment.ts';

const NOBODY = { name: null, company: null } as const;

function numbered(display: string, known: Pick<Party, 'name' | 'company'> = NOBODY): Party {
  const digits = display.replace(/\D/g, '');
  return {
    kind: 'number',
    e164: `+${digits}` as E164,
    tail: digits.slice(-9),
    display,
    callable: true,
    ...known,
  };
}

const PHILIPPA = numbered('+33 6 39 98 12 34', { name: 'Philippa Okonkwo', company: 'Globex' });
const MATEO = numbered('+44 20 7946 0321', { name: 'Mateo Lindqvist', company: 'Initech Nordic' });
const STRANGER = numbered('+44 20 7946 0018');
const LAYLA = numbered('+33 1 99 00 45 67', { name: 'ليلى بنت عبد الرحمن', company: null });
const PARCELS: Party = {
  kind: 'sender',
  e164: null,
  tail: '~dhl express',
  display: 'DHL Express',
  callable: false,
  ...NOBODY,
};
const WITHHELD: Party = {
  kind: 'withheld',
  e164: null,
  tail: null,
  display: null,
  callable: false,
  ...NOBODY,
};

type Told = Partial<Omit<TextRow, 'id' | 'at' | 'party' | 'haystack'>>;

function text(party: Party, ago: number, told: Told): TextRow {
  const row = {
    at: NOW - ago,
    direction: 'inbound',
    text: '',
    isCut: false,
    isMms: false,
    party,
    by: null,
    mine: false,
    line: 'Sales line',
    unread: false,
    ...told,
  } as const;
  const said = [party.name, party.company, party.display, party.e164, row.by, row.text];
  const haystack = said.flatMap((part) => (part === null ? [] : foldText(part))).join('\n');
  return { ...row, id: `${party.display} ${ago}`.replaceAll(/\W+/g, '_') as WebhookId, haystack };
}

/** A text of every kind, newest first. */
export const TEXTS: readonly TextRow[] = [
  text(PHILIPPA, 2 * MINUTE, {
    text: 'Second thought: can we have the two-year option in the same quote? 🙏',
    unread: true,
  }),
  text(PHILIPPA, 4 * MINUTE, { text: 'Perfect, thank you.', unread: true }),
  text(PHILIPPA, 21 * MINUTE, {
    direction: 'outbound',
    mine: true,
    text: 'The revised quote is on its way, you have it before noon.',
  }),
  text(PARCELS, 50 * MINUTE, {
    line: 'Support',
    text: 'Your parcel 0034 0434 1234 arrives today between 14:00 and 16:00.',
    unread: true,
  }),
  text(PHILIPPA, 26 * HOUR, { isMms: true, text: 'This is the sign at the second site.' }),
  text(PHILIPPA, 26.4 * HOUR, { direction: 'outbound', by: 'Ben', text: 'Which site do you mean?' }),
  text(PHILIPPA, 26.5 * HOUR, { text: 'Does the renewal cover the second site?\nWe open there in March.' }),
  text(MATEO, 29 * HOUR, { direction: 'outbound', by: 'Ben', text: 'Thursday at ten it is.' }),
  text(MATEO, 30 * HOUR, { text: 'Could we move the demo to Thursday?' }),
  text(STRANGER, 3 * DAY, { isMms: true }),
  text(LAYLA, 4 * DAY, { text: 'شكرا جزيلا، سأتصل بكم غدا <b>bold</b>' }),
  text(WITHHELD, 6 * DAY, { line: null, text: 'Call me' }),
  text(STRANGER, 9 * DAY, { text: 'Is this the number for returns?' }),
];

export const PHILIPPAS = TEXTS[0]?.id as WebhookId;
export const PARCEL = TEXTS[3]?.id as WebhookId;

/** The calls with Philippa's number. */
export const HER_CALLS: ThreadCalls = {
  count: 12,
  newest: ROWS.filter(({ number }) => number === PHILIPPA.display)
    .slice(0, 3)
    .map(({ key }) => key),
};
