import type { PolicyProblem } from '../managed/managed-view.ts';
import type { Words } from './en.ts';

/** Why something of a computer's policy is not taken. @param place where the policy is written */
export function policyProblem(problem: PolicyProblem, place: string, { managed }: Words): string {
  if (problem.kind === 'value') return managed.valueUnread(problem.name, place);
  if (problem.kind === 'unknown') return managed.nameUnknown(problem.name, place);
  return managed.problem[problem.kind](place);
}
