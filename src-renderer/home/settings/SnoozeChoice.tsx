import { snoozeEnd, SNOOZES } from '../../../src-shared/preferences/snooze.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { untilOf } from '../../format/moments.ts';
import { Button } from '../Button.tsx';
import { Row } from './Row.tsx';
import { useChoices } from './usePreferences.ts';

/** Do not disturb, from now on. */
export function SnoozeChoice() {
  const { clock, language } = useSurroundings();
  const { settings } = language.words;
  const { state, set } = useChoices();
  const now = useNow(10_000);
  const until = state.values.snoozedUntil;
  const on = until !== null && until > now ? until : null;
  return (
    <Row
      name="snoozedUntil"
      several
      label={settings.snooze}
      hint={on === null ? settings.snoozeHint : settings.snoozedUntil(untilOf(on, now, language.locale))}
    >
      {({ describedBy, locked }) =>
        on === null ? (
          SNOOZES.map((snooze) => (
            <Button
              key={snooze}
              idle={locked}
              describedBy={describedBy}
              onClick={() => set({ snoozedUntil: snoozeEnd(snooze, clock()) })}
            >
              {settings.snoozes[snooze]}
            </Button>
          ))
        ) : (
          <Button idle={locked} describedBy={describedBy} onClick={() => set({ snoozedUntil: null })}>
            {settings.snoozeEnd}
          </Button>
        )
      }
    </Row>
  );
}
