import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEmail } from '../../../src-shared/brand.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../src-shared/preferences/preferences.ts';
import type { Judgement } from '../../../src-shared/activity/activity.ts';
import { openCallBook } from '../../../src-main/book/open-book.ts';
import { missedFile } from '../../../src-main/digest/missed-file.ts';
import type { Picture } from '../../../src-main/pop/picture.ts';
import { openSettledRings } from '../../../src-main/pop/settled-rings.ts';
import { openStage } from '../../../src-main/pop/stage.ts';
import { createAppState } from '../../../src-main/app-state/app-state.ts';
import { SAM, type AlloBody } from '../../fixtures/allo.ts';
import { callKey, frameOf, notedLog, welcome } from './heard.ts';
import { SEAL } from './sealing.ts';
import { viewsOn } from './views.ts';

/** Asked late, so that a test can take the clock over. */
const now = () => Date.now();
const LIVE = { kind: 'live', agent: 'nora', relay: 'relay' } as const;

/** A stage on a real book and real files, of an agent who is connected and there. */
export async function openStaged(folder: string, heldBefore: number | null = null) {
  const book = await openCallBook({
    path: join(folder, 'calls.book'),
    seal: SEAL,
    log: notedLog(),
    onDurable: () => {},
    now,
  });
  const appState = createAppState();
  appState.receive(welcome());
  let choices: Preferences = DEFAULT_PREFERENCES;
  let away = false;
  let seq = 0;
  const judged: Judgement[] = [];
  const drawn: Picture[] = [];
  const settled = openSettledRings(join(folder, 'settled-rings.json'), notedLog(), now());
  const missed = missedFile(join(folder, 'missed.json'), notedLog());
  const stage = openStage({
    book,
    appState: appState.get,
    view: viewsOn(appState.get).view,
    preferences: () => choices,
    isAway: () => away,
    missed,
    settled,
    relayNow: appState.relayNow,
    draw: (picture) => drawn.push(picture),
    heldBefore,
    now,
  });
  stage.onVerdict((judgement) => judged.push(judgement));
  book.receive(welcome());
  const link = (state: Parameters<typeof appState.setLink>[0]): void => {
    appState.setLink(state);
    stage.refresh();
  };
  return {
    stage,
    preferences: () => choices,
    book,
    appState,
    /** Every picture so far. */
    drawn,
    /** Every verdict so far, as "call: kind". */
    verdicts: () => judged.map(({ call, verdict }) => `${call}: ${verdict.kind}`),
    online: () => link(LIVE),
    offline: () => link({ kind: 'reconnecting', since: Date.now(), relay: 'relay', why: null }),
    choose(choice: Partial<Preferences>) {
      choices = { ...choices, ...choice };
      stage.refresh();
    },
    goAway(yes: boolean) {
      away = yes;
      stage.refresh();
    },
    /** The relay tells of `body`, filed under the call named `call`. */
    hear(body: AlloBody, call: string | null, ageMs = 0, id = `msg_${call}_${body.topic}`) {
      seq += 1;
      const key = call === null ? null : callKey(call);
      book.receive(frameOf(body, { seq, call: key, id, ageMs }));
    },
    claimBySam: (call: string) =>
      book.receive({ type: 'claimed', call: callKey(call), agent: SAM as AgentEmail, name: 'Sam' }),
    async close() {
      stage.close();
      await Promise.all([book.close(), settled.settled(), missed.settled()]);
    },
  };
}

export type Staged = Awaited<ReturnType<typeof openStaged>>;

export async function stageFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-stage-'));
  return {
    folder,
    forget: (name: string) => rm(join(folder, name)),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
