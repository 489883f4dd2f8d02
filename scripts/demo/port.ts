import { createServer } from 'node:net';
import { say } from '../setup/problem.mjs';

const HOST = '127.0.0.1';

/** The relay's usual port when it is free; else says so and leaves the choice to the system (0). */
export async function portForRelay(env = process.env): Promise<number> {
  const wanted = Number(env['RINGSIDE_PORT'] ?? '8787');
  if (wanted === 0 || (await isFree(wanted))) return wanted;
  say(
    `port ${wanted} is taken by another program, so the demo's relay takes a free one (choose with RINGSIDE_PORT)`,
  );
  return 0;
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}
