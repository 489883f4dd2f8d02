/** So many transactions of a relay's writer are under way at once at most, those of devices and of the relay itself among them. */
export const WRITER_CONNECTIONS = 6;

/** One listens for notifications; one holds the lock of what one relay does for all, or tries for it. */
const SESSION_CONNECTIONS = 2;

/** How many connections a relay has to PostgreSQL at most. @param poolSize of the URL: for reading */
export function connectionsOfRelay(poolSize: number): number {
  return WRITER_CONNECTIONS + SESSION_CONNECTIONS + poolSize;
}
