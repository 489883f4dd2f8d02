import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { notesOf } from '../../../scripts/release/notes.ts';
import { ROOT } from '../../../scripts/setup/places.mjs';

const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(textOf('package.json')) as { version: string; license: string };

describe('the changelog', () => {
  const headings = [...textOf('CHANGELOG.md').matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);

  it('begins with what is not released yet, and has a day for everything else, newest first', () => {
    const [first, ...versions] = headings;
    expect(first).toBe('[Unreleased]');
    const days = versions.map((heading) => /^\[?\d+\.\d+\.\d+\]? - (\d{4}-\d{2}-\d{2})$/.exec(heading)?.[1]);
    expect(days).not.toContain(undefined);
    expect(days.toSorted().toReversed()).toEqual(days);
  });

  it('has release notes for the version that is built', () => {
    expect(notesOf(manifest.version, textOf('CHANGELOG.md'))).toMatch(/^### /m);
  });

  it.skipIf(process.platform === 'win32')('gives a release on GitHub the same notes as the app', () => {
    const { jobs } = parse(textOf('.github/workflows/release.yml')) as {
      jobs: { draft: { steps: { run?: string }[] } };
    };
    const [awk] = jobs.draft.steps.flatMap(({ run = '' }) => /^awk .*(?= > notes\.md$)/m.exec(run) ?? []);
    const env = { ...process.env, TAG: `v${manifest.version}` };
    const notes = execFileSync('sh', ['-c', awk ?? 'exit 1'], { env, cwd: ROOT, encoding: 'utf8' });
    expect(notes.trim()).toBe(notesOf(manifest.version, textOf('CHANGELOG.md')));
  });

  it('has only the kinds of changes that people look for', () => {
    const kinds = new Set([...textOf('CHANGELOG.md').matchAll(/^### (.*)$/gm)].map(([, kind]) => kind));
    const known = new Set(['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']);
    expect([...kinds].filter((kind) => !known.has(kind ?? ''))).toEqual([]);
  });
});

describe('the licence', () => {
  it('is said to be none in every place, as long as none is chosen', () => {
    expect(manifest.license).toBe('UNLICENSED');
    expect(textOf('LICENSE')).toMatch(/^No licence has been chosen/);
    expect(textOf('README.md')).toMatch(/None has been chosen yet: all rights are reserved/);
  });
});

describe('the forms for issues', () => {
  const forms = readdirSync(join(ROOT, '.github/ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml');

  it.each(forms)('%s asks, and says what must not be written there', (name) => {
    const form = parse(textOf(`.github/ISSUE_TEMPLATE/${name}`)) as {
      name: string;
      description: string;
      body: { type: string; id?: string; validations?: { required?: boolean } }[];
    };
    expect(form.name.length * form.description.length).toBeGreaterThan(0);
    const ids = form.body.flatMap(({ id }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).toBe(ids.length);
    expect(form.body.some(({ validations }) => validations?.required === true)).toBe(true);
  });

  it('want diagnostics of a bug, and nobody’s data', () => {
    const bug = textOf('.github/ISSUE_TEMPLATE/bug.yml');
    expect(bug).toContain('Copy diagnostics');
    expect(bug).toMatch(/No names, numbers, calls or secrets of real people/);
    expect(textOf('.github/ISSUE_TEMPLATE/config.yml')).toContain('blank_issues_enabled: false');
  });
});
