import type { Brand } from '../../src-shared/brand.ts';

/** An agent's row. Never used twice, even after the agent was removed. */
export type AgentId = number & { readonly __brand: 'AgentId' };
export type EventId = number & { readonly __brand: 'EventId' };
/** Names a paired device towards the admin; it opens nothing. */
export type DeviceId = Brand<'DeviceId'>;
