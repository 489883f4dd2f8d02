import type { HomeState } from '../../../src-shared/ipc/contract.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import type { AskedCall } from '../rooms.ts';

interface Props {
  readonly home: HomeState;
  /** The call to show, as a new object each time somebody asks for one. */
  readonly asked: AskedCall | null;
}

/** The history of calls. */
export function CallsRoom({ asked }: Props) {
  const { words } = useSurroundings().language;
  return <p>{asked?.key ?? words.noCalls}</p>;
}
