import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { applyEdits, modify, type FormattingOptions } from 'jsonc-parser';
import { makeFolder } from '../files/folder.ts';
import { readConfig } from './reading.ts';

/**
 * The config's text with this CRM in it. What the admin wrote stays as it is, in its order and its spaces: of the same
 * preset, what else the block has stays too.
 * @throws ConfigError when the relay would not take the result
 */
export function withCrm(text: string, block: Readonly<Record<string, string>>): string {
  const before = text.trim() === '' ? '{}\n' : text.replace(/^\uFEFF/, '');
  const { crm } = readConfig(before);
  const formattingOptions = formattingOf(before);
  const isSame = crm !== null && crm.preset === block['preset'];
  const edits = isSame
    ? Object.entries(block).map(([key, value]) => ({ path: ['crm', key], value: value as unknown }))
    : [{ path: ['crm'], value: block as unknown }];
  const after = edits.reduce(
    (json, { path, value }) => applyEdits(json, modify(json, path, value, { formattingOptions })),
    before,
  );
  readConfig(after);
  return after;
}

function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** Changes the config file, whole or not at all; a missing one is made. @throws ConfigError, or the system's error */
export function changeConfigFile(file: string, change: (text: string) => string): void {
  const isThere = existsSync(file);
  const before = isThere ? readFileSync(file, 'utf8') : '';
  const after = change(before);
  if (after === before) return;
  makeFolder(dirname(file));
  // Where a link leads, so that the link stays one.
  const target = isThere ? realpathSync(file) : file;
  const temporary = `${target}.${randomUUID()}`;
  const fd = openSync(temporary, 'wx', 0o644);
  try {
    writeSync(fd, after);
    const like = statSync(isThere ? target : dirname(target));
    if (isThere) fchmodSync(fd, like.mode & 0o777);
    // Run by root, it is still whose it was.
    if (process.getuid?.() === 0) fchownSync(fd, like.uid, like.gid);
    fsyncSync(fd);
    closeSync(fd);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
