import { openPreferences } from '../../../src-main/preferences/preference-store.ts';
import { notedLog } from './heard.ts';

// Chooses for ever and prints what was answered for, until somebody kills it. Nothing more is chosen while that is on its way.
const preferences = openPreferences(process.argv[2] ?? '', notedLog());
for (let days = 1; ; days = (days % 90) + 1)
  if (await preferences.set({ historyDays: days }))
    await new Promise((written) => process.stdout.write(`${days}\n`, written));
