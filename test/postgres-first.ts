import { SHARED_PORT } from './fixtures/postgres/shared.ts';
import { startPostgres } from './fixtures/postgres/server.ts';

/** Vitest calls it once before everything, and what it gives back at the end: one server for all files. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await startPostgres();
  process.env[SHARED_PORT] = String(server.port);
  return () => server.close();
}
