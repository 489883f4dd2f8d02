import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';

/** What is piped into the command, or else the line that somebody types or pastes: it is not shown. */
export async function askedOrPiped(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) return await text(process.stdin);
  const unseen = new Writable({ write: (_, __, done) => done() });
  // Before the prompt: until then the terminal shows what is typed.
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
  try {
    process.stderr.write(prompt);
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
