import { posix } from 'node:path';
import { parseSync } from 'vite';

/** A file of the program's, its path as seen from the repository. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Folders that need each other, each the next and the last the first, and the imports that make them do so. */
export interface FolderCycle {
  readonly folders: readonly string[];
  readonly imports: readonly Import[];
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
  'TSExternalModuleReference',
]);

/** Every relative import, of types and within expressions too. @throws when it cannot be parsed */
export function importsOf({ path, text }: Source): Import[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  return importedIn(program)
    .filter((to) => to.startsWith('.'))
    .map((to) => ({ from: path, to: posix.join(posix.dirname(path), to) }))
    .filter(({ to }) => !to.startsWith('..'));
}

function importedIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(importedIn);
  if (typeof node !== 'object' || node === null) return [];
  const within = Object.values(node).flatMap(importedIn);
  if (!('type' in node) || !IMPORTING.has(String(node.type))) return within;
  const source: unknown = 'source' in node ? node.source : 'expression' in node ? node.expression : null;
  if (typeof source !== 'object' || source === null || !('value' in source)) return within;
  return [String(source.value), ...within];
}

/** Each CRM and each part of the work with them has a folder of its own there. */
const DIVIDED = 'src-relay/crm';

/** `src-main/pop`, with all that is in it; `src-main`: directly there. */
export function folderOf(path: string): string {
  const [part = '', first, second, third] = path.split('/');
  if (second === undefined) return part;
  const folder = `${part}/${first}`;
  return folder === DIVIDED && third !== undefined ? `${folder}/${second}` : folder;
}

/** A shortest cycle through each folder that is in one, each told once; none, if folders tell one direction. */
export function folderCycles(imports: readonly Import[]): FolderCycle[] {
  const between = new Map<string, Map<string, Import[]>>();
  for (const one of imports) {
    const [from, to] = [folderOf(one.from), folderOf(one.to)];
    if (from === to) continue;
    const out = between.get(from) ?? new Map<string, Import[]>();
    between.set(from, out.set(to, [...(out.get(to) ?? []), one]));
  }
  const told = new Set<string>();
  return [...between.keys()].toSorted().flatMap((start) => {
    const folders = shortestBack(start, (folder) => [...(between.get(folder)?.keys() ?? [])]);
    const name = folders?.toSorted().join(' ');
    if (folders === null || name === undefined || told.has(name)) return [];
    told.add(name);
    const made = folders.flatMap((folder, i) => {
      const next = folders[(i + 1) % folders.length] ?? '';
      return between.get(folder)?.get(next) ?? [];
    });
    return [{ folders, imports: made }];
  });
}

function shortestBack(start: string, next: (folder: string) => string[]): string[] | null {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const folder of next(way.at(-1) ?? start)) {
      if (folder === start) return way;
      if (seen.has(folder)) continue;
      seen.add(folder);
      ways.push([...way, folder]);
    }
  }
  return null;
}

/** For whoever has just made one. */
export function inWords({ folders, imports }: FolderCycle): string {
  const lines = imports.map(({ from, to }) => `  ${from} imports ${to}`);
  return [[...folders, folders[0]].join(' → '), ...lines].join('\n');
}
