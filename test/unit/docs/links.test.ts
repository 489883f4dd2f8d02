import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../scripts/setup/places.mjs';
import { page, pages, prose } from './pages.ts';

interface Link {
  readonly to: string;
  readonly anchor: string | null;
}

/** Links to what is in the repository, by the path from its root. */
function linksIn(path: string): Link[] {
  const { text } = page(path);
  const written = [...prose(text).matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(
    ([, first, second]) => first ?? second ?? '',
  );
  return written
    .filter((link) => !/^[a-z]+:/i.test(link))
    .map((link) => {
      const [to = '', anchor] = link.split('#');
      return { to: to === '' ? path : normalize(join(dirname(path), to)), anchor: anchor ?? null };
    });
}

/** As GitHub makes the anchors of headings. */
function anchorsIn(path: string): Set<string> {
  const headings = [
    ...page(path)
      .text.replaceAll(/^```.*?^```$/gms, '')
      .matchAll(/^#{1,6} (.+)$/gm),
  ];
  return new Set(
    headings.map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

test.each(pages().map(({ path }) => path))('every link in %s leads somewhere', (path) => {
  const links = linksIn(path);
  const missing = links.filter(({ to }) => !existsSync(join(ROOT, to)));
  const unanchored = links.filter(
    ({ to, anchor }) => anchor !== null && to.endsWith('.md') && !anchorsIn(to).has(anchor),
  );
  expect([...missing, ...unanchored]).toEqual([]);
});

test('every page is in the table of contents', () => {
  const listed = new Set(linksIn('docs/README.md').map(({ to }) => to));
  const docs = pages().filter(({ path }) => path.startsWith('docs/') && path !== 'docs/README.md');
  expect(docs.map(({ path }) => path).filter((path) => !listed.has(path))).toEqual([]);
});

test.each(pages().map(({ path }) => path))(
  'what %s lists of its own parts is all of them, in order',
  (path) => {
    const { text } = page(path);
    const [start = ''] = prose(text).split(/^## /m);
    const listed = [...start.matchAll(/^- \[([^\]]+)\]\(#[^)]+\)$/gm)].map(([, title]) => title);
    if (listed.length === 0) return;
    expect(listed).toEqual([...prose(text).matchAll(/^## (.+)$/gm)].map(([, title]) => title));
  },
);

test('the command of each script of package.json is in the README', () => {
  const { scripts } = JSON.parse(page('package.json').text) as { scripts: Record<string, string> };
  const { text } = page('README.md');
  const missing = Object.keys(scripts).filter(
    (name) => !new RegExp(`\\| \`npm (?:run )?${name}(?: -- [^\`]+)?\` \\|`).test(text),
  );
  expect(missing).toEqual([]);
});

test('every folder of tests is in the table of CONTRIBUTING', () => {
  const { text } = page('CONTRIBUTING.md');
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' });
  const folders = files
    .filter((file) => /[/\\].*\.(?:test|spec)\.ts$/.test(file))
    .map((file) => `test/${file.split(/[/\\]/)[0]}`);
  expect([...new Set(folders)].filter((folder) => !text.includes(`| \`${folder}\` |`))).toEqual([]);
});
