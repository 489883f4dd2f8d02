import {
  CrmFailure,
  type AskCrm,
  type ConnectParts,
  type CrmAdapter,
  type CrmConnection,
  type CrmRead,
  type CrmSecret,
  type Flight,
} from '../../../../src-relay/crm/contract.ts';

type Reads = Readonly<Record<string, CrmRead>>;

export const RING: Flight = { urgency: 'ring', until: Infinity };

/** An adapter's connection to a stand-in. */
export function connectedTo<R extends Reads>(
  adapter: CrmAdapter<R>,
  url: string,
  secret: CrmSecret,
  parts: Partial<ConnectParts<R>> = {},
): CrmConnection {
  const ask: AskCrm<R> = async (name, filling, _flight) => {
    const read = adapter.reads[name] as CrmRead;
    const path = read.path.replace(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(filling.path?.[key] ?? ''),
    );
    const address = new URL(path, url);
    address.search = new URLSearchParams(filling.query).toString();
    const headers = new Headers(filling.headers);
    if (filling.json !== undefined) headers.set('content-type', 'application/json');
    const body = filling.json === undefined ? null : JSON.stringify(filling.json);
    const form = filling.form === undefined ? null : new URLSearchParams(filling.form);
    const response = await fetch(address, { method: read.method, headers, body: body ?? form });
    const text = await response.text();
    let json: unknown;
    try {
      json = text === '' ? undefined : JSON.parse(text);
    } catch {
      throw new CrmFailure('unreadable', 'no JSON');
    }
    const answer = { status: response.status, json, header: (key: string) => response.headers.get(key) };
    const fault = adapter.faultOf(answer, name);
    if (fault !== null) throw fault;
    return answer;
  };
  return adapter.connect({
    secret,
    ask,
    properties: { person: [], company: [] },
    elapsed: () => performance.now(),
    ...parts,
  });
}

/** The failure that it ends in. */
export async function failureOf(answer: Promise<unknown>): Promise<CrmFailure> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof CrmFailure) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
