import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { CallKey } from '../../src-shared/brand.ts';
import type { CardModel } from '../../src-shared/card/model.ts';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import { SurroundingsContext } from '../bridge/Surroundings.tsx';
import { Card } from '../card/Card.tsx';
import type { Language } from '../../src-shared/words/language.ts';
import styles from './warmUp.module.css';

/**
 * Draws a card once where nobody sees it, so that the first call finds code, styles and formats ready. It asks
 * nothing of main, and leaves nothing behind.
 */
export function warmUp(language: Language): void {
  const host = document.createElement('div');
  host.className = styles['unseen'] ?? '';
  host.inert = true;
  document.body.append(host);
  const root = createRoot(host);
  const surroundings = { bridge: NOBODY, language, clock: Date.now, say: () => undefined };
  flushSync(() =>
    root.render(
      <SurroundingsContext value={surroundings}>
        <Card card={sample(Date.now())} />
      </SurroundingsContext>,
    ),
  );
  host.getBoundingClientRect();
  root.unmount();
  host.remove();
}

const NOBODY: Bridge = { request: () => new Promise<never>(() => undefined), on: () => () => undefined };

/** A ring with everything that a ring can have. */
function sample(now: number): CardModel {
  const deal = {
    name: 'A',
    stage: 'A',
    value: { amount: 1, currency: 'EUR' },
    link: 'record',
    offer: null,
    inCrm: null,
  } as const;
  return {
    key: 'warm-up' as CallKey,
    phase: 'ringing',
    direction: 'inbound',
    result: null,
    line: 'A',
    startedAt: now,
    answeredAt: null,
    durationS: null,
    caller: {
      name: 'A',
      nameFrom: 'earlier-call',
      isContact: true,
      jobTitle: 'A',
      company: 'A',
      email: 'A',
      furtherEmails: 1,
      facts: [{ name: 'A', value: 'A' }],
      factsAsSent: '',
      number: {
        kind: 'phone',
        display: '+1',
        country: 'FR',
        callable: true,
        place: 'A',
        timeZone: 'Europe/Paris',
      },
      isTeam: false,
      contactLink: 'record',
      contactOffer: null,
      newContact: false,
      companyLink: 'search',
      companyOffer: null,
    },
    deals: [
      { ...deal, id: '1', closeDate: '2000-01-01', overdue: true },
      { ...deal, id: '2', closeDate: '2999-01-01', overdue: false },
    ],
    closedDeals: 1,
    openValue: { amount: 2, currency: 'EUR' },
    summary: null,
    left: null,
    tags: [],
    handledBy: null,
    claim: null,
    isShared: true,
    canRelease: true,
    crmName: 'A',
    pinned: false,
    toldLate: false,
    legs: [],
    lastTime: {
      at: now - 2 * 86_400_000,
      direction: 'inbound',
      by: 'A',
      byMe: false,
      phase: 'completed',
      result: null,
      summary: 'A',
      tags: [],
      sms: null,
    },
    callsIn30Days: 2,
    repeats: { count: 2, firstAt: now },
    note: '',
    has: { recording: false, transcript: false },
    isRecordingRefused: false,
    menu: [],
    collected: [],
    isReduced: false,
    isTest: false,
    extras: null,
  };
}
