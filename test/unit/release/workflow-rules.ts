import * as v from 'valibot';
import { parse } from 'yaml';

const step = v.looseObject({
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  with: v.optional(v.record(v.string(), v.unknown())),
});
const permissions = v.record(v.string(), v.picklist(['read', 'write', 'none']));
const job = v.looseObject({
  permissions,
  'timeout-minutes': v.number(),
  env: v.optional(v.record(v.string(), v.string()), {}),
  steps: v.array(step),
});
const workflow = v.looseObject({
  on: v.record(v.string(), v.unknown()),
  permissions: v.strictObject({}),
  env: v.optional(v.undefined()),
  jobs: v.record(v.string(), job),
});

/** Runs code of a stranger's pull request with our secrets, or after it. */
const TRIGGERS_OF_STRANGERS = new Set(['pull_request_target', 'workflow_run', 'issue_comment']);

/** What is wrong with a workflow file, a line each: what its syntax allows, and an attacker would like. */
export function faultsOf(text: string): readonly string[] {
  const parsed = v.safeParse(workflow, parse(text));
  if (!parsed.success) {
    return parsed.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  }
  const { on, jobs } = parsed.output;
  return [
    ...Object.keys(on).filter((name) => TRIGGERS_OF_STRANGERS.has(name)),
    ...unpinned(text),
    ...Object.entries(jobs).flatMap(([name, each]) => faultsOfJob(each, name, Object.keys(on))),
  ];
}

function unpinned(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => /^\s*(-\s+)?["']?uses["']?\s*:/.test(line) && !/uses:\s*\.\//.test(line))
    .filter((line) => !/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))
    .map((line) => `not pinned by its hash, with its version behind it: ${line.trim()}`);
}

function faultsOfJob(
  each: v.InferOutput<typeof job>,
  name: string,
  on: readonly string[],
): readonly string[] {
  const writes = Object.entries(each.permissions).filter(([, access]) => access === 'write');
  const hasSecrets = JSON.stringify(each).includes('secrets.');
  return [
    ...(on.includes('pull_request') && (writes.length > 0 || hasSecrets)
      ? [`${name}: a pull request's job may write, or has secrets`]
      : []),
    // Whether one is there may be asked; what it is, only by the step that needs it.
    ...Object.values(each.env)
      .filter((value) => /secrets\./.test(value.replaceAll(/secrets\.\w+ != ''/g, '')))
      .map((value) => `${name}: every step gets ${value}`),
    ...installsWithSecrets(each.steps).map((run) => `${name}: packages are installed with secrets: ${run}`),
    ...each.steps.flatMap((one) => [
      ...(one.run?.includes('${{') === true
        ? [`${name}: an expression becomes a part of a script: ${one.run}`]
        : []),
      ...(one.uses?.startsWith('actions/checkout@') === true && one.with?.['persist-credentials'] !== false
        ? [`${name}: the checkout keeps its token`]
        : []),
      ...(JSON.stringify(one.with ?? {}).includes('secrets.')
        ? [`${name}: a secret goes to ${one.uses}`]
        : []),
    ]),
  ];
}

/** The first `npm run` of a job installs the packages, whose install scripts see the environment of the step. */
function installsWithSecrets(steps: v.InferOutput<typeof job>['steps']): readonly string[] {
  const first = steps.findIndex(({ run = '' }) => /\bnpm (ci|run|install|test)\b|\bscripts\//.test(run));
  const one = steps[first];
  return one?.run !== undefined && JSON.stringify(one).includes('secrets.') ? [one.run] : [];
}
