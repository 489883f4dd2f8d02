import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Page } from '@playwright/test';
import { launchApp } from '../../test/fixtures/app.ts';
import { CALLERS } from '../../test/fixtures/callers.ts';
import { openVirtualDisplay } from '../setup/display.ts';
import { ROOT } from '../setup/places.mjs';
import { say } from '../setup/problem.mjs';
import { playCall, type Moment } from '../simulate/scenario.ts';
import { untilAppListens } from './app-listens.ts';
import type { Stage } from './stage.ts';

const FOLDER = join(ROOT, 'artifacts');
const CALLER = CALLERS.ana;

/** What a viewer must see before the picture is taken, and the picture's name. */
const PICTURES: Readonly<Record<Moment, { readonly shows: string; readonly name: string }>> = {
  ring: { shows: CALLER.deals[0].name, name: 'ring.png' },
  answer: { shows: 'Answered', name: 'answered.png' },
  complete: { shows: 'move the Lyon pilot to May', name: 'summary.png' },
  tag: { shows: CALLER.tag.name, name: 'tag.png' },
};

/** Plays one call to the app on a virtual display and keeps a picture of each state. */
export async function playForTheCamera(stage: Stage): Promise<number> {
  mkdirSync(FOLDER, { recursive: true });
  const display = await openVirtualDisplay();
  Object.assign(process.env, display.env);
  try {
    const { url: relayUrl } = stage.session;
    const app = await launchApp({ relayUrl, token: stage.token, userData: stage.userData });
    try {
      const pop = await app.pop();
      await untilAppListens(stage.session);
      await playCall(stage.session, CALLER, async (moment) => await takePicture(pop, moment));
    } finally {
      await app.close();
    }
  } finally {
    await display.stop();
  }
  say(`this machine has no display; what the agent would have seen is in ${relative(ROOT, FOLDER)}/`);
  for (const { name } of Object.values(PICTURES)) say(`  ${join(relative(ROOT, FOLDER), name)}`);
  return 0;
}

async function takePicture(pop: Page, moment: Moment): Promise<void> {
  const { shows, name } = PICTURES[moment];
  await pop.getByText(shows).first().waitFor({ state: 'visible', timeout: 15_000 });
  await pop.screenshot({ path: join(FOLDER, name), animations: 'disabled', omitBackground: true });
}
