import type { CallKey } from '../../src-shared/brand.ts';
import { plainCard } from '../../src-shared/card/plain.ts';
import type { PopState } from '../../src-shared/ipc/pop.ts';
import { CRM_STATES } from './crmStates.ts';
import { HOUR, NOW, SECOND } from './moment.ts';
import { ODD_STATES } from './oddStates.ts';
import { card, MATEO, PILOT, UNKNOWN } from './people.ts';
import { STATES } from './states.ts';

/** What the pop can have on screen. */
export interface Scene {
  readonly name: string;
  readonly shown: Pick<PopState, 'cards' | 'plain' | 'closed' | 'more' | 'summoned' | 'digest'>;
  /** Has letters that the app's own font lacks: it looks as the machine's fonts do. */
  readonly foreign: boolean;
  /** The link whose menu is open. */
  readonly opens?: string;
}

const alone = { plain: [], closed: [], more: 0, summoned: false, digest: null };
const away = { since: NOW - 2 * HOUR, missed: 3, voicemails: 1, others: 0, messages: 2 };
const FOREIGN = new Set(['odd-rtl', 'odd-emoji']);

const ringing = card('ringing');
const second = card('second', {
  caller: MATEO,
  line: 'Support',
  startedAt: NOW - 1 * SECOND,
  deals: [PILOT],
  closedDeals: 0,
  openValue: PILOT.value,
  lastTime: null,
});
const third = card('third', {
  caller: UNKNOWN,
  startedAt: NOW - 9 * SECOND,
  deals: [],
  closedDeals: 0,
  lastTime: null,
  callsIn30Days: 0,
});

const plain = plainCard(card('plain', {}), 'plain');
const [long] = ODD_STATES;
const plainLong = plainCard(
  card('plain-long', {
    ...long,
    key: 'plain-long' as CallKey,
    claim: { mine: false, who: 'Maximiliane Wolfeschlegelstein' },
  }),
  'plain',
);
/** Its sum is one that no webhook can make, so that drawing the deals throws. */
const hurt = card('hurt', { openValue: { amount: 1, currency: 'no currency' } });

/** Every card alone, then what happens to several. */
export const SCENES: readonly Scene[] = [
  ...STATES.map((state) => sceneOf(state.key, { cards: [state] })),
  ...ODD_STATES.map((state) => sceneOf(state.key, { cards: [state] })),
  ...CRM_STATES.map((state) => sceneOf(state.key, { cards: [state] })),
  ...CRM_STATES.filter(({ key }) => key === 'crm-choose').map((state) => ({
    ...sceneOf('crm-chooser', { cards: [state] }),
    opens: '[data-record="contact"]',
  })),
  sceneOf('plain', { cards: [plain], plain: [plain.key] }),
  sceneOf('plain-long', { cards: [plainLong], plain: [plainLong.key] }),
  sceneOf('hurt', { cards: [hurt] }),
  sceneOf('summoned', { cards: [ringing], summoned: true }),
  sceneOf('summoned-no-deals', { cards: [third], summoned: true }),
  sceneOf('second-call', {
    cards: [second, card('answered', { phase: 'answered', answeredAt: NOW - 65 * SECOND })],
  }),
  sceneOf('closed', {
    cards: [second],
    closed: [{ key: 'closed' as CallKey, who: 'Philippa Okonkwo', newer: 1 }],
  }),
  sceneOf('twelve-calls', { cards: [third, card('quiet', { phase: 'quiet' }), second], more: 9 }),
  sceneOf('digest', { cards: [], digest: { ...away, who: ['Philippa Okonkwo', 'Mateo Lindqvist'] } }),
  sceneOf('digest-and-ring', {
    cards: [third],
    digest: { ...away, missed: 1, voicemails: 0, messages: 0, who: ['+44 20 7946 0018'] },
  }),
];

function sceneOf(name: string, shown: Partial<Scene['shown']> & Pick<PopState, 'cards'>): Scene {
  return { name, shown: { ...alone, ...shown }, foreign: FOREIGN.has(name) };
}
