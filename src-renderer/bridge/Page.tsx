import { useMemo, type ReactNode } from 'react';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import type { Language } from '../../src-shared/words/language.ts';
import type { Announcer } from './announcer.ts';
import { LiveRegion } from './LiveRegion.tsx';
import { SurroundingsContext } from './Surroundings.tsx';

interface Props {
  readonly bridge: Bridge;
  readonly language: Language;
  readonly clock: () => number;
  readonly announcer: Announcer;
  readonly children: ReactNode;
}

/** Puts what components lean on around a page, and its live region beside it. */
export function Page({ bridge, language, clock, announcer, children }: Props) {
  const surroundings = useMemo(
    () => ({ bridge, language, clock, say: (text: string) => announcer.setState({ text }) }),
    [announcer, bridge, clock, language],
  );
  return (
    <SurroundingsContext value={surroundings}>
      {children}
      <LiveRegion announcer={announcer} />
    </SurroundingsContext>
  );
}
