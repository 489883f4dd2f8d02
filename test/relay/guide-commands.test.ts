import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { RELAY } from '../../scripts/relay/process.ts';
import { pages } from '../unit/docs/pages.ts';

/** Each command of the relay's that a page names, in words: `devices pair nora@example.com --valid 7d`. */
function commandsIn(text: string): string[] {
  const joined = text.replaceAll(/\s*\n\s*(?=[^\n`]*`)/g, ' ');
  const inline = [
    ...joined.matchAll(/`(?:sudo )?(?:[A-Z_]+=\S+ )?(?:ringside-relay|npm run relay --) ([a-z][^`]*)`/g),
  ];
  const blocks = [...text.matchAll(/^( *)```sh\n(.*?)^\1```/gms)].flatMap(([, , block = '']) => [
    ...block.matchAll(/(?:^ *|&& )(?:[A-Z_]+=\S+ )?(?:ringside-relay|npm run relay --) ([a-z][^#&|\n]*)/gm),
  ]);
  return [...inline, ...blocks].map(([, command = '']) => command.trim());
}

const helps = new Map<string, Promise<string>>();
function helpOf(path: readonly string[]): Promise<string> {
  const key = path.join(' ');
  const known = helps.get(key);
  if (known !== undefined) return known;
  const asked = promisify(execFile)(process.execPath, [RELAY, ...path, '--help']).then(
    ({ stdout }) => stdout,
  );
  helps.set(key, asked);
  return asked;
}

/** Which of its words are neither a command nor an option there. */
async function unknownIn(command: string): Promise<string[]> {
  const words = command.split(/\s+/);
  const path: string[] = [];
  let help = await helpOf([]);
  for (const word of words) {
    if (
      word.startsWith('-') ||
      !new RegExp(`^ {2}${word.replaceAll(/[^a-z-]/g, '.')}(?: |$)`, 'm').test(help)
    )
      break;
    path.push(word);
    help = await helpOf(path);
  }
  if (path.length === 0) return [words[0] ?? ''];
  const hasCommands = /^Commands:$/m.test(help) && words.length > path.length;
  const general = await helpOf([]);
  const options = words.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0] ?? '');
  const unknown = options.filter((option) => !help.includes(`${option} `) && !general.includes(`${option} `));
  return [...unknown, ...(hasCommands ? [words[path.length] ?? ''] : [])];
}

it.each(pages().map(({ path, text }) => [path, text] as const))(
  'every command and option of the relay that %s names exists',
  async (_, text) => {
    const commands = [...new Set(commandsIn(text))];
    const unknown = await Promise.all(
      commands.map(async (command) => ({ command, unknown: await unknownIn(command) })),
    );
    expect(unknown.filter((one) => one.unknown.length > 0)).toEqual([]);
  },
);

it('commands are found in the guide', () => {
  const guide = pages().find(({ path }) => path === 'docs/operating.md')?.text ?? '';
  expect(commandsIn(guide).length).toBeGreaterThan(15);
});
