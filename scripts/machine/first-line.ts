import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

const READY_WITHIN_MS = 30_000;

/** What a program prints when it is ready. @throws when it ends before, or says nothing for too long: with its complaints */
export async function firstLine(name: string, child: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    let complaints = '';
    const late = setTimeout(() => reject(new Error(`${name} is not ready\n${complaints}`)), READY_WITHIN_MS);
    child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    child.once('exit', (code) => reject(new Error(`${name} ended with code ${code}\n${complaints}`)));
    if (child.stdout === null) throw new Error(`${name} has no output`);
    createInterface(child.stdout).once('line', (line) => {
      clearTimeout(late);
      resolve(line.trim());
    });
  });
}
