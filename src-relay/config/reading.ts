import * as v from 'valibot';
import { positionOf, syntaxErrorIn, type Position } from './position.ts';
import { namesAt, nearestName } from './names.ts';
import { configSchema, type RelayConfig } from './schema.ts';

/** A config that cannot be used: the message names field, rule, line and column, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Issue = v.BaseIssue<unknown>;
type Path = readonly (string | number)[];

/** Objects whose keys are numbers and addresses rather than names of settings. */
const KEYED_BY_DATA = new Set<string | number>(['lines', 'aliases']);

/** @throws ConfigError at the first thing that is wrong */
export function readConfig(file: string): RelayConfig {
  const text = file.replace(/^\uFEFF/, '');
  const broken = syntaxErrorIn(text);
  if (broken !== null) throw new ConfigError(`not valid JSON${placed(broken)}`);
  const json = parse(text);
  if (Array.isArray(json)) throw new ConfigError('expected an object with settings, not a list');
  const read = v.safeParse(configSchema, json, { abortEarly: true });
  if (read.success) return read.output;
  const issue = read.issues[0];
  const path = (issue.path ?? []).map(({ key }) => key).filter(isKey);
  const place = placed(positionOf(text, path, isAboutKey(issue)));
  throw new ConfigError(`${fieldOf(path)}: ${ruleOf(issue)}${place}${meantBy(issue, path)}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError('not valid JSON');
  }
}

function placed(position: Position | null): string {
  return position === null ? '' : ` (line ${position.line}, column ${position.column})`;
}

function fieldOf(path: Path): string {
  if (path.length === 0) return 'top level';
  return path.map((key, i) => (i === 1 && KEYED_BY_DATA.has(path[0] ?? '') ? '*' : key)).join('.');
}

/** The setting that an unknown one is a slip of, if any. */
function meantBy(issue: Issue, path: Path): string {
  if (issue.expected !== 'never') return '';
  const meant = nearestName(String(path.at(-1) ?? ''), namesAt(configSchema, path.slice(0, -1)));
  return meant === null ? '' : `: is ${fieldOf([...path.slice(0, -1), meant])} meant?`;
}

function isKey(key: unknown): key is string | number {
  return typeof key === 'string' || typeof key === 'number';
}

function isAboutKey(issue: Issue): boolean {
  return issue.expected === 'never' || issue.path?.at(-1)?.origin === 'key';
}

function ruleOf(issue: Issue): string {
  if (issue.expected === 'never') return 'not a setting we know';
  // What an object lacks is told as the name of the key.
  if (issue.type.endsWith('object') && issue.expected?.startsWith('"') === true) return 'missing';
  if (issue.kind === 'schema') return `expected ${issue.expected ?? issue.type}`;
  return issue.message.replace(/:? (?:but )?received .*$/i, '');
}
