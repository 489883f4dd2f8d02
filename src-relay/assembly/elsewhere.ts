import { watchDirectory } from '../journal/directory-watch.ts';
import type { ElsewhereNews } from '../journal/shared.ts';
import type { Store } from './opened-store.ts';
import { StoreFault } from '../sql/sql.ts';
import type { OpenedHub } from './hub.ts';
import type { Opening } from './opening.ts';
import type { OpenedRecords } from './records.ts';

/** Claims are looked for from so long ago: relays' clocks are not quite the same. */
const CLAIMS_BACK_MS = 10_000;
/** And further back when nothing was heard for a while. */
const CLAIMS_FAR_BACK_MS = 60_000;

/** Takes up what other processes write to the same journal: the command line, and other relays. */
export function followElsewhere(opening: Opening, opened: Store & OpenedHub & OpenedRecords): void {
  const { closing, parts, trouble } = opening;
  const { changes, reader, hub, policy, directorySeen, recordsLookAgain } = opened;
  let lookedUpTo = parts.now();

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
    const [at, from] = [parts.now(), lookedUpTo];
    changes.healed(await hub.heal(from - CLAIMS_BACK_MS));
    // Unless something was missed meanwhile: then the next look goes back further.
    if (lookedUpTo === from) lookedUpTo = at;
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
        lookedUpTo = Math.min(lookedUpTo, parts.now() - CLAIMS_FAR_BACK_MS);
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
