import * as v from 'valibot';
import type { CrmAccount, CrmAnswer, Flight } from '../contract.ts';
import { remembered, type Remembered } from '../remembered.ts';
import { unreadable } from './faults.ts';
import { isZohoId } from './fields.ts';
import type { Currencies, Stages, Users } from './records.ts';
import type { SendToZoho } from './send.ts';

const HOUR_MS = 3_600_000;
const FAILED_MS = 10 * 60_000;
const WITHIN_MS = 10_000;
/** Each layout of deals has pipelines of its own. */
const MAX_LAYOUTS = 5;

/** What hardly ever changes, asked for when it is first needed. */
export interface Settings {
  readonly users: Remembered<Users>;
  readonly stages: Remembered<Stages>;
  readonly currencies: Remembered<Currencies>;
}

export function zohoSettings(send: SendToZoho, elapsed: () => number): Settings {
  const soon = (): Flight => ({ urgency: 'refresh', until: elapsed() + WITHIN_MS });
  const keep = <T>(load: () => Promise<T>, hours: number): Remembered<T> =>
    remembered({ load, freshMs: hours * HOUR_MS, failedMs: FAILED_MS, elapsed });
  return {
    users: keep(
      async () => usersIn(await send('users', soon(), { query: { type: 'AllUsers', per_page: '200' } })),
      24,
    ),
    stages: keep(() => stagesOf(send, soon()), 6),
    currencies: keep(async () => currenciesIn(organisationIn(await send('org', soon()))), 24),
  };
}

const organisationSchema = v.object({
  org: v.pipe(
    v.array(
      v.looseObject({
        zgid: v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.check(isZohoId)),
        company_name: v.optional(v.fallback(v.string(), ''), ''),
        iso_code: v.optional(v.fallback(v.nullable(v.string()), null)),
        mc_status: v.optional(v.fallback(v.boolean(), false)),
      }),
    ),
    v.length(1),
  ),
});
type Organisation = v.InferOutput<typeof organisationSchema>['org'][number];

/** https://www.zoho.com/crm/developer/docs/api/v8/get-org-data.html @throws CrmFailure `unreadable` */
export function organisationIn({ json }: CrmAnswer): Organisation {
  const read = v.safeParse(organisationSchema, json);
  const [organisation] = read.success ? read.output.org : [];
  if (organisation === undefined) throw unreadable('org');
  return organisation;
}

export function accountOf({ zgid, company_name: name }: Organisation, dataCenter: string): CrmAccount {
  return {
    id: zgid,
    name: name.trim() === '' ? zgid : name,
    config: { preset: 'zoho', dataCenter, org: zgid },
  };
}

function currenciesIn({ iso_code: code, mc_status: isSeveral = false }: Organisation): Currencies {
  return { isSeveral, home: code !== undefined && code !== null && /^[A-Z]{3}$/.test(code) ? code : null };
}

const usersSchema = v.object({ users: v.array(v.unknown()) });
const userSchema = v.object({ id: v.string(), full_name: v.pipe(v.string(), v.trim(), v.minLength(1)) });

function usersIn({ json }: CrmAnswer): Users {
  const read = v.safeParse(usersSchema, json);
  const users = read.success ? read.output.users : [];
  return new Map(
    users.flatMap((one) => {
      const user = v.safeParse(userSchema, one);
      return user.success ? [[user.output.id, user.output.full_name] as const] : [];
    }),
  );
}

const layoutsSchema = v.object({ layouts: v.array(v.unknown()) });
const layoutSchema = v.object({ id: v.pipe(v.string(), v.check(isZohoId)) });

/** The ids of the layouts that deals have. */
export async function layoutsOf(send: SendToZoho, flight: Flight): Promise<readonly string[]> {
  const { status, json } = await send('layouts', flight, { query: { module: 'Deals' } });
  if (status === 204) return [];
  const read = v.safeParse(layoutsSchema, json);
  if (!read.success) throw unreadable('layouts');
  return read.output.layouts.flatMap((one) => {
    const layout = v.safeParse(layoutSchema, one);
    return layout.success ? [layout.output.id] : [];
  });
}

const pipelinesSchema = v.object({ pipeline: v.array(v.object({ maps: v.array(v.unknown()) })) });
const stageSchema = v.object({
  display_value: v.string(),
  actual_value: v.optional(v.fallback(v.nullable(v.string()), null)),
  forecast_type: v.pipe(v.string(), v.regex(/^(?:Open|Closed Won|Closed Lost)$/)),
});

/** https://www.zoho.com/crm/developer/docs/api/v8/get-pipelines.html */
async function stagesOf(send: SendToZoho, flight: Flight): Promise<Stages> {
  const layouts = (await layoutsOf(send, flight)).slice(0, MAX_LAYOUTS);
  const answers = await Promise.all(
    layouts.map((id) => send('pipelines', flight, { query: { layout_id: id } })),
  );
  const said = new Map<string, Set<boolean>>();
  for (const { json } of answers) {
    const read = v.safeParse(pipelinesSchema, json);
    for (const one of read.success ? read.output.pipeline.flatMap(({ maps }) => maps) : []) {
      const stage = v.safeParse(stageSchema, one);
      if (!stage.success) continue;
      const { display_value: shown, actual_value: actual, forecast_type: type } = stage.output;
      for (const name of [shown, actual ?? shown]) {
        said.set(name, (said.get(name) ?? new Set()).add(type !== 'Open'));
      }
    }
  }
  // Where pipelines do not agree, the stage's words decide.
  return new Map(
    [...said].flatMap(([name, [first, ...others]]) =>
      first === undefined || others.length > 0 ? [] : [[name, first] as const],
    ),
  );
}
