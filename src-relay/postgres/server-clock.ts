/** Ms since 1970 by the server's clock: relays' may differ. */
export const SERVER_NOW = 'CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)';
