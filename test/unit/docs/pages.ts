import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/setup/places.mjs';

/** A document that people read, by its path from the root of the repository. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

export function pages(): Page[] {
  const docs = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  const top = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].filter((name) =>
    existsSync(join(ROOT, name)),
  );
  return [...top, ...docs.map((name) => `docs/${name}`)].map(page);
}

export function page(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** Without code, in which nothing is a link or stressed. */
export function prose(text: string): string {
  return text.replaceAll(/^( *)```.*?^\1```$/gms, '').replaceAll(/`[^`\n]*`/g, '');
}
