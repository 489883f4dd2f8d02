import { phaseOf } from '../../src-shared/calls/phase.ts';
import type { PopState } from '../../src-shared/ipc/pop.ts';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import { restNow } from '../presence/gate.ts';
import type { OnScreen, ScreenContext } from './on-screen.ts';

/**
 * The tone to play: as long as an incoming call rings on a card that nobody has taken, unless the agent is in a
 * call or wants quiet. Null: silence.
 */
export function soundFor(
  cards: readonly OnScreen[],
  talking: boolean,
  { sound, volume }: Pick<Preferences, 'sound' | 'volume'>,
  context: ScreenContext,
): PopState['sound'] {
  if (sound === 'off' || volume === 0 || talking || restNow(context) !== null) return null;
  const rings = cards.some(
    ({ call, claim, kept }) =>
      call.direction === 'inbound' &&
      claim === null &&
      !kept &&
      phaseOf(call, context.now, context.ringWindowS) === 'ringing',
  );
  return rings ? { ringtone: sound, volume } : null;
}
