import { FIRST_TABLES_AROUND, FIRST_TRIGGERS } from './around.ts';
import { FIRST_TABLES } from './first.ts';
import { SECOND } from './second.ts';

/**
 * PostgreSQL's tables, one entry per version. A published entry is never edited: a change is a new entry. Tables and
 * columns have the same names as SQLite's, so that one statement does for both.
 */
export const MIGRATIONS: readonly string[] = [
  [FIRST_TABLES, FIRST_TABLES_AROUND, FIRST_TRIGGERS].join('\n'),
  SECOND,
].map(inBytesOrder);

/** Texts are compared byte by byte, as SQLite does, whatever the language of the database. */
function inBytesOrder(statements: string): string {
  return statements.replaceAll(/\bTEXT\b/g, 'TEXT COLLATE "C"');
}
