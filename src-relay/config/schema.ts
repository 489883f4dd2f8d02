import * as v from 'valibot';
import { isOnOneHost } from '../../src-shared/crm/config.ts';
import { idEntries, presetEntries } from '../../src-shared/crm/preset-entries.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import { preferencesSchema } from '../../src-shared/preferences/preferences.ts';
import { cardFactEntries, MAX_CARD_FACTS } from '../../src-shared/wire/card-facts.ts';
import { policySchema } from '../../src-shared/wire/policy.ts';
import { readRelayAddress } from '../../src-shared/wire/relay-address.ts';
import { downloadsSchema } from './downloads.ts';
import { count, limitsSchema } from './limits.ts';

const address = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.regex(/^[^\s@]{1,64}@[^\s@]{1,190}$/, 'not an e-mail address'),
);
const phone = v.pipe(
  v.string(),
  v.check((text) => readNumber(text).e164 !== null, 'not a number in E.164, like +33199003300'),
);
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

const line = v.strictObject({
  name: v.optional(v.pipe(name, v.description('What the card calls the line.'))),
  agents: v.optional(
    v.pipe(v.array(address), v.description('Who hears of the calls on the line, by e-mail address.')),
    [],
  ),
});

const ids = v.optional(v.strictObject(idEntries), {});
const crm = v.pipe(
  v.variant('preset', [
    v.strictObject({ ...presetEntries.hubspot, ids }),
    v.strictObject({ ...presetEntries.salesforce, ids }),
    v.strictObject({ ...presetEntries.pipedrive, ids }),
    v.strictObject({ ...presetEntries.attio, ids }),
    v.strictObject({ ...presetEntries.zoho, ids }),
    v.strictObject({ ...presetEntries.folk, ids }),
    v.strictObject({ ...presetEntries.dynamics, ids }),
    v.strictObject({ ...presetEntries.close, ids }),
    v.strictObject({ ...presetEntries.copper, ids }),
    v.strictObject({ ...presetEntries.monday, ids }),
    v.strictObject(presetEntries.custom),
  ]),
  v.check(isOnOneHost, 'templates: at least one, and all on one host'),
);

const strictPreferences = v.partial(v.strictObject(preferencesSchema.entries));

const allo = v.strictObject({
  sync: v.optional(
    v.pipe(
      v.boolean(),
      v.description("Whether agents and lines are read from Allo, where there is a key of Allo's API."),
    ),
    true,
  ),
  syncEveryMinutes: v.optional(
    v.pipe(count(5, 1440), v.description('How often; at each start and for a new key it is done at once.')),
    60,
  ),
  recover: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        "Whether calls whose end was lost are looked up in Allo, where there is a key of Allo's API.",
      ),
    ),
    true,
  ),
  recoverAfterMinutes: v.optional(
    v.pipe(
      count(5, 1440),
      v.description(
        'After so many minutes without an end a call is looked up, and once more after six times as long.',
      ),
    ),
    20,
  ),
});

const shown = (what: string) => v.optional(v.pipe(v.boolean(), v.description(what)), true);
const records = v.strictObject({
  ask: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        'Whether the relay asks the CRM for the very records, once it has a secret: crm-links.md.',
      ),
    ),
    true,
  ),
  show: v.optional(
    v.strictObject({
      owner: shown('Who looks after the contact or the deal.'),
      stage: shown("The stage as the CRM writes it, in place of Allo's key, and whether the deal is closed."),
      otherDeals: shown('Open deals of the contact that Allo did not send.'),
      sharing: shown('How many people have the number, when there are several.'),
      choices: shown(
        'Records to choose from when several fit; their names are seen by agents who may not see them in the CRM.',
      ),
    }),
    {},
  ),
  tokensPerDay: v.optional(
    v.pipe(
      count(1, 100_000_000),
      v.description(
        'What may be spent in 24 hours where a CRM counts by the day; when it is left out 6000 of Pipedrive’s tokens, or 4000 of Zoho’s credits: what the smallest plan leaves room for.',
      ),
    ),
  ),
});

/**
 * `relay.config.json`: what the admin decides for the team. Unknown keys are errors, so that a typo is seen. The
 * descriptions go into the JSON Schema file for editors and into the table in docs/operating.md (`npm run docs`).
 */
export const configSchema = v.strictObject({
  $schema: v.optional(
    v.pipe(
      v.string(),
      v.description('Where an editor finds the JSON Schema of this file; not used by the relay.'),
    ),
  ),
  ringWindow: v.pipe(
    policySchema.entries.ringWindow,
    v.description('Seconds after its start that a ring may pop.'),
  ),
  closedStages: v.optional(
    v.pipe(
      v.nullable(v.array(v.pipe(v.string(), v.trim(), v.toLowerCase()))),
      v.description(
        'Deal statuses that count as closed, in place of the built-in rule of docs/closed-deals.md; null keeps that rule.',
      ),
    ),
    null,
  ),
  lines: v.optional(
    v.pipe(
      v.record(phone, line),
      v.description('Allo numbers in E.164, like `+33199003300`, with their names and who answers them.'),
    ),
    {},
  ),
  aliases: v.optional(
    v.pipe(v.record(address, address), v.description("Another address of an agent's, and the agent's own.")),
    {},
  ),
  withoutRingside: v.optional(
    v.pipe(
      v.array(address),
      v.description(
        'Users of Allo who have no app: their calls reach nobody, and nobody is told that they do not.',
      ),
    ),
    [],
  ),
  allo: v.optional(
    v.pipe(allo, v.description("What is asked of Allo's API, where there is a key of it.")),
    {},
  ),
  crm: v.optional(
    v.pipe(v.nullable(crm), v.description('Where a click on a card leads: see crm-links.md.')),
    null,
  ),
  records: v.optional(
    v.pipe(records, v.description('What the relay asks the CRM, and what of it the card shows.')),
    {},
  ),
  card: v.optional(
    v.strictObject({
      facts: v.optional(
        v.pipe(
          v.array(v.strictObject(cardFactEntries)),
          v.maxLength(MAX_CARD_FACTS, `more than ${MAX_CARD_FACTS} do not fit on a card`),
          v.description(
            'Properties of the contact and the company that the card shows below the company, at most three, like `{"label": "Plan", "from": "company.plan"}`: see crm-links.md.',
          ),
        ),
        [],
      ),
    }),
    {},
  ),
  app: v.optional(
    v.strictObject({
      fixed: v.optional(
        v.pipe(strictPreferences, v.description("The app's preferences that agents cannot change.")),
        {},
      ),
      defaults: v.optional(
        v.pipe(strictPreferences, v.description("The app's preferences until an agent chooses otherwise.")),
        {},
      ),
    }),
    {},
  ),
  historyEvents: v.optional(
    v.pipe(count(0, 100_000), v.description('How many of the newest events a fresh install gets.')),
    500,
  ),
  retentionDays: v.optional(v.pipe(count(1, 3650), v.description('Days after which events are erased.')), 30),
  publicUrl: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.check(
        (text) => readRelayAddress(text).ok,
        'not an address that apps take: https://… (http only to this very machine), a path at most after the host, no user, query or fragment',
      ),
      v.description('The address that apps and Allo reach the relay at: for pairing links and `doctor`.'),
    ),
  ),
  downloads: v.optional(
    v.pipe(
      downloadsSchema,
      v.description('Where agents get the app: what the page behind a pairing link offers them.'),
    ),
    {},
  ),
  limits: v.optional(
    v.pipe(
      limitsSchema,
      v.description(
        'Bounds that protect the relay; sockets also get no more than three quarters of the file descriptors, and other connections a quarter.',
      ),
    ),
    {},
  ),
});
export type RelayConfig = v.InferOutput<typeof configSchema>;

export const DEFAULT_CONFIG: RelayConfig = v.parse(configSchema, {});
