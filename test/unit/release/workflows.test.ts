import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../scripts/setup/places.mjs';
import { faultsOf } from './workflow-rules.ts';

const FOLDER = join(ROOT, '.github/workflows');
const files = readdirSync(FOLDER);
const textOf = (name: string) => readFileSync(join(FOLDER, name), 'utf8');

describe.each(files)('%s', (file) => {
  it('has nothing that an attacker would like', () => {
    expect(faultsOf(textOf(file))).toEqual([]);
  });

  it('runs only commands and files that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const called = [...textOf(file).matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(called.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    for (const [path] of textOf(file).matchAll(/scripts\/[\w/-]+/g)) readFileSync(join(ROOT, path));
  });
});

describe('the workflows', () => {
  it('test on three systems and two kinds of processors', () => {
    const text = textOf('test.yml');
    for (const runner of ['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-15', 'windows-2025']) {
      expect(text).toContain(`runner: ${runner} }`);
    }
  });

  it('let one job of a release write: the draft’s, and the one that publishes behind an environment', () => {
    const { jobs } = parse(textOf('release.yml')) as {
      jobs: Record<string, { permissions: Record<string, string>; environment?: string }>;
    };
    const writing = Object.entries(jobs).filter(([, job]) =>
      Object.values(job.permissions).includes('write'),
    );
    expect(writing.map(([name]) => name)).toEqual(['draft', 'publish']);
    expect(jobs['publish']?.environment).toBe('release');
  });
});

const HASH = '3d3c42e5aac5ba805825da76410c181273ba90b1';

/** A workflow that nobody can object to, but for what is put in. */
function sample(
  over: { on?: string; top?: string; job?: string; step?: string; uses?: string } = {},
): string {
  return `on: { ${over.on ?? 'push'}: null }
${over.top ?? 'permissions: {}'}
jobs:
  one:
    ${over.job ?? 'permissions: { contents: read }'}
    timeout-minutes: 5
    steps:
      - uses: ${over.uses ?? `actions/checkout@${HASH} # v7.0.1`}
        with: { persist-credentials: false }
      - ${over.step ?? 'run: npm test'}
`;
}

describe('a workflow', () => {
  it('without faults has none', () => {
    expect(faultsOf(sample())).toEqual([]);
    expect(faultsOf(sample({ step: 'env: { KEY: "${{ secrets.KEY }}" }\n        run: sign' }))).toEqual([]);
    expect(
      faultsOf(sample({ job: `env: { CAN: "\${{ secrets.KEY != '' }}" }\n    permissions: {}` })),
    ).toEqual([]);
  });

  it.each<[string, Parameters<typeof sample>[0]]>([
    ['started by strangers, with secrets', { on: 'pull_request_target' }],
    ['started by what strangers started', { on: 'workflow_run' }],
    ['without permissions at its top', { top: 'name: x' }],
    ['with permissions at its top', { top: 'permissions: { contents: read }' }],
    ['with all permissions', { top: 'permissions: write-all' }],
    ['with a job that takes all', { job: 'permissions: write-all' }],
    ['with a job that takes what there is', { job: 'name: x' }],
    ['with a tag for a pin', { uses: 'actions/checkout@v7' }],
    ['with a short hash', { uses: 'actions/checkout@3d3c42e # v7.0.1' }],
    ['with a pin of which nobody knows the version', { uses: `actions/checkout@${HASH}` }],
    ['with a branch', { uses: 'someone/thing@main # v1.0.0' }],
    ['with a checkout that keeps its token', { step: `uses: actions/checkout@${HASH} # v7.0.1` }],
    ['with a title in a script', { step: 'run: echo "${{ github.event.pull_request.title }}"' }],
    [
      'with any expression in a script',
      { step: 'run: |\n          echo ok\n          echo ${{ github.ref_name }}' },
    ],
    ['with a secret for every step', { job: 'env: { KEY: "${{ secrets.KEY }}" }\n    permissions: {}' }],
    ['with a secret for every job', { top: 'permissions: {}\nenv: { KEY: "${{ secrets.KEY }}" }' }],
    [
      'with a secret for an action',
      { step: `uses: a/b@${HASH} # v1.0.0\n        with: { key: "\${{ secrets.KEY }}" }` },
    ],
    [
      'with secrets for pull requests',
      { on: 'pull_request', step: 'env: { K: "${{ secrets.K }}" }\n        run: x' },
    ],
    [
      'that installs packages where a secret is',
      { step: 'env: { K: "${{ secrets.K }}" }\n        run: npm run dist -- --release' },
    ],
    [
      'that does so by a script',
      { step: 'env: { K: "${{ secrets.K }}" }\n        run: scripts/release/apt-from-ci' },
    ],
    ['that lets pull requests write', { on: 'pull_request', job: 'permissions: { contents: write }' }],
  ])('%s is refused', (_, over) => {
    expect(faultsOf(sample(over))).not.toEqual([]);
  });
});
