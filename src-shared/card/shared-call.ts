import type { Call } from '../calls/call.ts';
import { agentBehind, type Policy } from '../wire/policy.ts';
import { agentsOfLine } from './own-lines.ts';

/**
 * Whether somebody besides this agent is told of the call: a colleague of the line, or one whose phone rang too.
 * @param isTold whether the relay says who is on its lines; while an older one does not, nobody is kept from telling others
 */
export function isShared(
  { users, line }: Pick<Call, 'users' | 'line'>,
  me: string | null,
  policy: Policy,
  isTold: boolean,
): boolean {
  if (users.some((user) => agentBehind(user, policy) !== me)) return true;
  if (!isTold && policy.ownLines.length === 0) return true;
  return agentsOfLine(line, policy)?.some((agent) => agent !== me) ?? false;
}
