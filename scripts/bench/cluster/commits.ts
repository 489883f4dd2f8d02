import { percentile } from '../percentiles.ts';
import { bareLoop } from './bare-loop.ts';
import { long } from './length.ts';
import { startServer } from './server.ts';

const COMMITS = long(2000, 500);
const ROUNDS = long(5, 3);
const CONNECTIONS = [1, 6, 18];
const BATCHES = [1, 8];

/** How many commits a second PostgreSQL alone makes of bodies under their ids, with and without telling others. */
export async function benchCommits(): Promise<void> {
  const server = await startServer();
  try {
    console.log(
      `\n### PostgreSQL alone: commits a second of 1.5 kB bodies, median of ${ROUNDS} rounds of ${COMMITS}\n`,
    );
    console.log(
      '| events a commit | connections | no NOTIFY | with NOTIFY | with ÷ without |\n|---|---|---|---|---|',
    );
    for (const batch of BATCHES)
      for (const connections of CONNECTIONS) {
        const commits = async (notify: boolean) =>
          (await bareLoop(server, { events: COMMITS * batch, batch, connections, notify })) / batch;
        const [quiet, telling, ratios]: [number[], number[], number[]] = [[], [], []];
        for (let i = 0; i < ROUNDS; i += 1) {
          const [without, having] = [await commits(false), await commits(true)];
          quiet.push(without);
          telling.push(having);
          ratios.push(having / without);
        }
        const [a, b] = [quiet, telling].map((all) => percentile(all, 0.5).toFixed(0));
        console.log(`| ${batch} | ${connections} | ${a} | ${b} | ${percentile(ratios, 0.5).toFixed(2)} |`);
      }
  } finally {
    await server.close();
  }
}
