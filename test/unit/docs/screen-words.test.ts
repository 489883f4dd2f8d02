import { expect, test } from 'vitest';
import { JOIN_WORDS } from '../../../src-relay/join/words.ts';
import { en } from '../../../src-shared/words/en.ts';
import { page, prose } from './pages.ts';

/** Every word on screen; what a sentence is made with stands as `…`. */
function screenWords(words: unknown): string[] {
  if (typeof words === 'string') return [words];
  if (typeof words === 'function') {
    const said: unknown = words('…', '…');
    return typeof said === 'string' ? [said] : [];
  }
  return typeof words === 'object' && words !== null ? Object.values(words).flatMap(screenWords) : [];
}

test.each(['docs/agent.md', 'docs/troubleshooting.md'])(
  'what %s says in bold is on the screen, word for word',
  (path) => {
    const known = screenWords([en, JOIN_WORDS.en]);
    const bold = [...prose(page(path).text).matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = '']) => words);
    expect(bold.length).toBeGreaterThan(10);
    const said = bold.flatMap((words) => words.replaceAll(/\s+/g, ' ').split(' › '));
    const unknown = said.filter(
      (words) => !known.some((one) => one === words || one.startsWith(words.replace(/…$/, ''))),
    );
    expect(unknown).toEqual([]);
  },
);
