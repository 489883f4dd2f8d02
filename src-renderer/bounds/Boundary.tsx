import { Component, type ContextType, type ReactNode } from 'react';
import type { Part } from '../../src-shared/ipc/failures.ts';
import { SurroundingsContext } from '../bridge/Surroundings.tsx';
import { reportFailure } from './report.ts';

interface Props {
  /** What is inside, for the log. */
  readonly part: Part;
  /** What it is drawn from, as plain data: something else is worth another attempt. */
  readonly of?: unknown;
  /** Drawn when the inside cannot be; `retry` makes another attempt. */
  readonly instead: ReactNode | ((retry: () => void) => ReactNode);
  readonly children: ReactNode;
}

interface State {
  readonly failed: boolean;
  /** What it failed on. */
  readonly on: string | null;
}

const WHOLE: State = { failed: false, on: null };

/** Keeps an error inside: what is around it stays, the log says which part failed, and something plainer takes its place. */
export class Boundary extends Component<Props, State> {
  static override contextType = SurroundingsContext;
  declare context: ContextType<typeof SurroundingsContext>;
  override state = WHOLE;

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps({ of }: Props, { failed, on }: State): Partial<State> | null {
    if (!failed) return null;
    const now = JSON.stringify(of ?? null);
    if (on === null) return { on: now };
    return on === now ? null : WHOLE;
  }

  override componentDidCatch(error: unknown): void {
    if (this.context !== null) reportFailure(this.context.bridge, this.props.part, error);
  }

  readonly retry = (): void => this.setState(WHOLE);

  override render(): ReactNode {
    const { instead, children } = this.props;
    if (!this.state.failed) return children;
    return typeof instead === 'function' ? instead(this.retry) : instead;
  }
}
