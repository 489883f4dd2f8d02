import { DEFAULT_PREFERENCES } from '../../../src-shared/preferences/preferences.ts';
import type { Policy } from '../../../src-shared/wire/policy.ts';

/** What held, and what is told. */
export const before: Policy = {
  ringWindow: 30,
  closedStages: ['won'],
  lines: ['Sales', 'Support'].map((name, n) => ({ number: `+3319900330${n}`, name })),
  ownLines: [{ number: '+33199003300', agents: ['sam@ringside.example'] }],
  agents: [{ email: 'sam@ringside.example', name: 'Sam', aliases: ['s@old.example'] }],
  crm: { preset: 'pipedrive', company: 'before', ids: {} },
  card: { facts: [{ label: 'Tier', from: 'company.tier' }] },
  app: { fixed: { language: 'fr', historyDays: 90 }, defaults: { theme: 'dark' } },
};
export const now: Policy = {
  ringWindow: 60,
  closedStages: ['won', 'lost'],
  lines: ['Sales Paris', 'Help', 'New'].map((name, n) => ({ number: `+3319900330${n}`, name })),
  ownLines: [
    { number: '+33199003300', agents: ['sam@ringside.example', 'nora@ringside.example'] },
    { number: '+33199003302', agents: [] },
  ],
  agents: [
    { email: 'sam@ringside.example', name: 'Sam B.', aliases: ['s@new.example', 'sb@new.example'] },
    { email: 'nora@ringside.example', name: 'Nora', aliases: [] },
  ],
  crm: {
    preset: 'hubspot',
    portal: '42',
    host: 'app.hubspot.com',
    ids: { deal: ['deal.hubspot_id', 'deal.id'] },
  },
  card: {
    facts: [
      { label: 'Plan', from: 'company.plan' },
      { label: 'Vendeur', from: 'person.Nom du commercial' },
    ],
  },
  app: {
    fixed: {
      language: 'en',
      historyDays: 60,
      corner: 'top-left',
      quietHours: { from: '19:00', to: '08:00', days: [1, 2] },
      mutedLines: ['+33199003300', '+33199003301'],
    },
    defaults: { theme: 'light', sound: 'chime' },
  },
};
export const values = { ...DEFAULT_PREFERENCES, language: 'fr', historyDays: 90, volume: 0.2 } as const;
export const holding = { policy: before, values };
