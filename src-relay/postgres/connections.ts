/** So many transactions of a relay's writer are under way at once at most, those of devices and of the relay itself among them. */
export const WRITER_CONNECTIONS = 6;

/** One hears what others tell; one holds, or tries for, what one relay does for all. */
const STANDING_CONNECTIONS = 2;

/** How many connections a relay has to PostgreSQL at most. @param poolSize of the URL: for reading */
export function connectionsOfRelay(poolSize: number): number {
  return WRITER_CONNECTIONS + STANDING_CONNECTIONS + poolSize;
}
