import * as v from 'valibot';
import { TOPICS } from '../../src-shared/allo/events.ts';
import { AlloApiError, type AlloApi } from './client.ts';
import type { Needs } from './errors.ts';

const PATH = '/v2/api/webhooks';
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(2048));
const endpoints = v.object({ data: v.array(v.object({ id: text, url: text })) });
const eventTypes = v.object({ data: v.array(v.object({ name: text })) });
const created = v.object({
  data: v.object({ id: text, url: text, topics: v.array(text), signing_secret: text }),
});

export interface CreatedWebhook {
  readonly id: string;
  readonly url: string;
  readonly topics: readonly string[];
  /** Shown this once. */
  readonly secret: string;
}

const NEEDS: Needs = {
  scope: 'WEBHOOKS_READ_WRITE',
  on: {
    400: 'check --url, which must be an https address that is reachable from outside',
    404: "the API key's team has no webhooks: they come with the Business plan",
  },
};

/** The webhook that already leads there, by its id; null when there is none. @throws AlloApiError */
export async function webhookTo(api: AlloApi, url: string): Promise<string | null> {
  const { data } = await unlessMissing(async () => parse(endpoints, await api.get(PATH, NEEDS)), {
    data: [],
  });
  return data.find((endpoint) => endpoint.url === url)?.id ?? null;
}

/** The topics that Allo offers and the relay reads. @throws AlloApiError */
export async function topicsToAskFor(api: AlloApi): Promise<string[]> {
  const { data } = await unlessMissing(
    async () => parse(eventTypes, await api.get(`${PATH}/event_types`, NEEDS)),
    {
      data: TOPICS.map((name) => ({ name })),
    },
  );
  const offered = new Set(data.map(({ name }) => name));
  const topics = TOPICS.filter((topic) => offered.has(topic));
  if (topics.length === 0)
    throw new AlloApiError(200, "Allo's API offers none of the topics that this Ringside reads");
  return topics;
}

/** Makes a webhook at Allo that sends to `url`. @throws AlloApiError */
export async function createWebhook(
  api: AlloApi,
  url: string,
  topics: readonly string[],
  idempotencyKey: string,
): Promise<CreatedWebhook> {
  const body = { url, topics, description: 'Ringside' };
  const { data } = parse(created, await api.post(PATH, body, idempotencyKey, NEEDS));
  return { id: data.id, url: data.url, topics: data.topics, secret: data.signing_secret };
}

/** Looking first is a courtesy: where there is nothing to look at, the webhook itself is still worth asking for. */
async function unlessMissing<T>(look: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof AlloApiError && (error.status === 404 || error.status === 405)) return otherwise;
    throw error;
  }
}

/** @throws AlloApiError when an answer is not as documented */
export function parse<const S extends v.GenericSchema>(schema: S, json: unknown): v.InferOutput<S> {
  const read = v.safeParse(schema, json);
  if (read.success) return read.output;
  const field = v.getDotPath(read.issues[0]) ?? 'the whole answer';
  throw new AlloApiError(200, `Allo's API answered in a way that this Ringside does not know (${field})`);
}
