import * as v from 'valibot';
import { isAgentAddress } from '../../src-shared/managed/agent-address.ts';
import { somePreferencesSchema } from '../../src-shared/preferences/preferences.ts';
import { readRelayAddress } from '../../src-shared/wire/relay-address.ts';

/** Where `{user}` stands for the system's name of whoever is signed in. */
export const USER = '{user}';

const token = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[\x21-\x7e]{16,256}$/),
  v.description('As the relay printed it.'),
);

/** A group's token is no device's, and the relay would only say that it does not know it. */
const deviceToken = v.pipe(
  token,
  v.check((text) => !text.startsWith('rgt_')),
);

const relay = v.pipe(
  v.string(),
  v.maxLength(1024),
  v.check((text) => readRelayAddress(text).ok),
  v.description('The only relay that this computer may be paired with: its https address, as `publicUrl`.'),
);

const agent = v.pipe(
  v.string(),
  v.trim(),
  v.check((text) => isAddressPattern(text)),
  v.description(
    `Whose computer this is, by e-mail address; ${USER} stands for the system's user name. Left out: the agent is asked.`,
  ),
);

const pairing = v.variant('by', [
  v.object({ by: v.pipe(v.literal('link'), v.description('By a link, as everywhere.')) }),
  v.object({
    by: v.pipe(
      v.literal('device'),
      v.description('With a token of this computer alone: ringside-relay devices token.'),
    ),
    token: deviceToken,
  }),
  v.object({
    by: v.pipe(
      v.literal('group'),
      v.description('With a token that many computers share: ringside-relay groups add.'),
    ),
    token,
    agent: v.optional(v.nullable(agent)),
  }),
]);

/** What an administrator writes for a computer; the same names on every system. Each value is read by itself. */
export const managedSchema = v.object({
  $schema: v.optional(
    v.pipe(
      v.string(),
      v.description('Where an editor finds the JSON Schema of this file; not used by the app.'),
    ),
  ),
  relay: v.optional(relay),
  pairing: v.optional(
    v.pipe(pairing, v.description('How this computer is paired; device and group need `relay`.')),
  ),
  locked: v.optional(
    v.pipe(
      somePreferencesSchema,
      v.description("The app's preferences that nobody can change on this computer."),
    ),
  ),
  updates: v.optional(
    v.pipe(
      v.boolean(),
      v.description('false: the app looks for no updates, since somebody else installs them.'),
    ),
    true,
  ),
});

/** The placeholder stands in for a name of letters and digits, and for nothing else. */
function isAddressPattern(text: string): boolean {
  return isAgentAddress(text.replaceAll(USER, 'user')) && !/[{}]/.test(text.replaceAll(USER, ''));
}
