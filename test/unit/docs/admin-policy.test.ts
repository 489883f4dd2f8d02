import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULT_PREFERENCES } from '../../../src-shared/preferences/preferences.ts';

const doc = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');

test.each(Object.entries(DEFAULT_PREFERENCES))(
  'the guide says what %s does, and what it is out of the box',
  (name, value) => {
    const row = doc.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
    const cells = row.split(' | ');
    expect(cells[2]).toBe(`\`${typeof value === 'string' ? value : JSON.stringify(value)}\``);
  },
);
