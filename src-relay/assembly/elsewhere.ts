import { watchDirectory } from '../journal/directory-watch.ts';
import type { ElsewhereNews } from '../journal/shared.ts';
import type { Store } from './opened-store.ts';
import { StoreFault } from '../sql/sql.ts';
import type { OpenedHub } from './hub.ts';
import type { Opening } from './opening.ts';
import type { OpenedRecords } from './records.ts';

/** Takes up what other processes write to the same journal: the command line, and other relays. */
export function followElsewhere(opening: Opening, opened: Store & OpenedHub & OpenedRecords): void {
  const { closing, trouble } = opening;
  const { changes, reader, hub, policy, directorySeen, recordsLookAgain } = opened;
  /** How often news may have been missed, and up to which time it was looked for. */
  let [missed, lookedFor] = [0, 0];

  const directory = watchDirectory(
    reader,
    directorySeen,
    changes.directoryEveryMs,
    exceptUnavailable(trouble),
    async () => {
      await hub.lookAgain();
      recordsLookAgain();
      if (policy.teamIs(await reader.team())) hub.pushPolicy();
    },
  );
  closing.add(directory.stop);

  async function heal(): Promise<void> {
    const upTo = missed;
    try {
      changes.healed(await hub.heal(await changes.claimsChanged(upTo > lookedFor)));
    } catch (error) {
      missed += 1;
      throw error;
    }
    lookedFor = upTo;
  }

  let isHealing = false;
  function healNow(): void {
    if (isHealing) return;
    isHealing = true;
    heal()
      .catch(exceptUnavailable(trouble))
      .finally(() => {
        isHealing = false;
      });
  }

  function take(news: ElsewhereNews): void {
    switch (news.kind) {
      case 'told':
        hub.newsElsewhere(news.agents);
        return;
      case 'claim':
        hub.claimChanged(news.call);
        return;
      case 'records':
        opened.recordsElsewhere(news.call);
        return;
      case 'directory':
        directory.look();
        return;
      case 'lookAgain':
        missed += 1;
        directory.look();
        healNow();
        opened.recordsMayBeMissed();
    }
  }
  closing.add(changes.onNews(take));
  if (changes.healEveryMs === null) return;
  const timer = setInterval(healNow, changes.healEveryMs);
  closing.add(() => clearInterval(timer));
}

/** That the server is not there is told of once, by who watches it. */
function exceptUnavailable(trouble: (error: unknown) => void): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof StoreFault) || error.kind !== 'unavailable') trouble(error);
  };
}
