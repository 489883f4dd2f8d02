import * as v from 'valibot';
import { oneValue } from '../lenient.ts';
import { LANGUAGES } from './languages.ts';

export const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
export type Corner = (typeof CORNERS)[number];
export const RINGTONES = ['chime', 'marimba', 'pulse'] as const;
export type Ringtone = (typeof RINGTONES)[number];

/** No date is later (ECMA-262, 21.4.1.1): what names it would fail. */
const LATEST_MS = 8.64e15;

const timeOfDay = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const choices = {
  /** Where cards appear. */
  corner: v.picklist(CORNERS),
  /** The display with the pointer, the primary one, or one by the system's id. */
  display: v.union([v.picklist(['pointer', 'primary']), v.pipe(v.number(), v.safeInteger())]),
  sound: v.picklist(['off', ...RINGTONES]),
  /** 0 to 1. */
  volume: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Allo numbers whose rings bring no card, as the webhook writes them; they still go to history. */
  mutedLines: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(500)),
  /** Whether a call that this agent dials brings a card. */
  outboundCards: v.boolean(),
  /** No cards and no sounds at these times of this machine's clock; days count from Sunday, 0. Past midnight when `to` is before `from`. */
  quietHours: v.nullable(
    v.pipe(
      v.object({
        from: timeOfDay,
        to: timeOfDay,
        days: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6))), v.maxLength(7)),
      }),
      oneValue(),
    ),
  ),
  /** Do not disturb until then, ms since 1970; null: no. */
  snoozedUntil: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(LATEST_MS))),
  /** The quiet hours do not hold until then, ms since 1970: the agent wanted cards all the same; null: they hold. */
  quietHoursOffUntil: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(LATEST_MS))),
  /** Asks the system to leave the card out of screen sharing. */
  hideFromCapture: v.boolean(),
  /** Calls older than this are erased from this computer. */
  historyDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365)),
  launchAtLogin: v.boolean(),
  language: v.picklist(['system', ...LANGUAGES]),
  theme: v.picklist(['system', 'light', 'dark']),
  /** Electron accelerator that asks for the newest card; null: none. */
  summonShortcut: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
  notifyMissed: v.boolean(),
  notifySms: v.boolean(),
} as const;

export const preferencesSchema = v.object(choices);
/** What an agent can choose, as it holds. */
export type Preferences = v.InferOutput<typeof preferencesSchema>;
export type PreferenceName = keyof Preferences;

/** Some of the choices: what an agent changed, what the admin suggests, what the admin has fixed. */
export const somePreferencesSchema = v.partial(preferencesSchema);
export type SomePreferences = v.InferOutput<typeof somePreferencesSchema>;

export const DEFAULT_PREFERENCES: Preferences = {
  corner: 'bottom-right',
  display: 'pointer',
  sound: 'off',
  volume: 0.6,
  mutedLines: [],
  outboundCards: true,
  quietHours: null,
  snoozedUntil: null,
  quietHoursOffUntil: null,
  hideFromCapture: true,
  historyDays: 30,
  launchAtLogin: true,
  language: 'system',
  theme: 'system',
  summonShortcut: 'CommandOrControl+Shift+Space',
  notifyMissed: true,
  notifySms: true,
};

/** What holds: the admin's word first, then the agent's own, then the admin's suggestion, then ours. */
export function preferencesFrom(own: SomePreferences, admin: AppPolicy): Preferences {
  const said = [admin.defaults, own, admin.fixed].map((some) =>
    Object.fromEntries(Object.entries(some).filter(([, choice]) => choice !== undefined)),
  );
  const held = Object.assign({}, DEFAULT_PREFERENCES, ...said) as Preferences;
  // Quiet hours that the admin has fixed are not put off by the agent.
  const isPutOff = admin.fixed.quietHours === undefined || admin.fixed.quietHoursOffUntil !== undefined;
  return isPutOff ? held : { ...held, quietHoursOffUntil: null };
}

/** What the admin decides about the app: `fixed` cannot be changed by the agent, `defaults` can. */
export const appPolicySchema = v.object({
  fixed: v.optional(somePreferencesSchema, {}),
  defaults: v.optional(somePreferencesSchema, {}),
});
export type AppPolicy = v.InferOutput<typeof appPolicySchema>;
