import type { Locator, Page } from '@playwright/test';
import type { DrivenApp } from '../fixtures/app.ts';
import { completed, dial, LINE, NORA, ring, SAM } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectPopped, test, type Stage } from './stage.ts';

const NORAS = '+33199003301';
const SAMS = '+33199003302';
const nobody = { person: null, company: null, deals: null };

function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}

async function startAs(stage: Stage, email: string): Promise<DrivenApp> {
  const app = await stage.start({
    relayUrl: stage.relay.url(),
    token: (await stage.relay.tokenFor(email)).token,
  });
  await expectLive(app);
  return app;
}

function rows(home: Page): Locator {
  return home.getByRole('treegrid').getByRole('row');
}

test('a call between two lines is one outgoing card of the one and one incoming card of the other', async ({
  stage,
}) => {
  await stage.relay.configure({
    lines: { [NORAS]: { agents: [NORA] }, [SAMS]: { name: 'Field team', agents: [SAM] } },
  });
  const [nora, sam] = [await startAs(stage, NORA), await startAs(stage, SAM)];
  const ends = { from_number: NORAS, to_number: SAMS, started_at: ago(0), ...nobody };
  await stage.relay.play(ring({ ...ends, user_email: SAM }));
  await stage.relay.play(dial({ ...ends, user_email: NORA }));

  const noras = await expectPopped(nora);
  await expect(cardOf(noras, 'Sam')).toBeVisible();
  await expect(cardOf(noras, 'Sam')).toContainText('Dialling');
  await expect(cardOf(noras, 'Sam')).toContainText('A line of your team');
  await expect(noras.getByRole('article')).toHaveCount(1);
  const sams = await expectPopped(sam);
  await expect(cardOf(sams, 'Nora')).toBeVisible();
  await expect(cardOf(sams, 'Nora')).toContainText('Ringing');
  await expect(sams.getByRole('article')).toHaveCount(1);

  const over = { to: SAMS, start_date: ends.started_at, result: 'FAILED', summary: null, length: '0s' };
  const names = { from_name: NORAS, to_name: SAMS, length_in_minutes: 0 };
  for (const [type, user_email] of [
    ['INBOUND', SAM],
    ['OUTBOUND', NORA],
  ])
    await stage.relay.play(completed({ ...ends, ...over, ...names, type, user_email, id: `cll_${type}` }));
  const [atNoras, atSams] = [await nora.showHome(), await sam.showHome()];
  await expect(rows(atSams).filter({ hasText: 'Nora' })).toContainText('Missed');
  await expect(rows(atNoras).filter({ hasText: 'Sam' })).toBeVisible();
  await expect(rows(atNoras).filter({ hasText: 'Missed' })).toHaveCount(0);
  await expect(rows(atNoras).filter({ hasText: 'Nora' })).toHaveCount(0);
});

test('what a colleague dials on a shared line is in the history, and on their own screen only', async ({
  stage,
}) => {
  await stage.relay.configure({ lines: { [LINE]: { name: 'Sales line', agents: [NORA, SAM] } } });
  const [nora, sam] = [await startAs(stage, NORA), await startAs(stage, SAM)];
  await stage.relay.play(dial({ user_email: SAM }));
  // What comes after it is drawn after it.
  await stage.relay.play(
    ring({ from_number: '+33199001299', ...nobody, person: { id: 'con_9', name: 'Zoë' } }),
  );
  const [noras, sams] = [await expectPopped(nora), await expectPopped(sam)];
  await expect(cardOf(sams, 'Ana Lopez')).toBeVisible();
  await expect(cardOf(noras, 'Zoë')).toBeVisible();
  await expect(cardOf(noras, 'Ana Lopez')).toHaveCount(0);
  const home = await nora.showHome();
  await expect(rows(home).filter({ hasText: 'Ana Lopez' })).toContainText('Sam');
  await home
    .getByRole('button', { name: 'Activity' })
    .or(home.getByRole('tab', { name: 'Activity' }))
    .click();
  await expect(home.getByText('A colleague’s outgoing call: history only')).toBeVisible();
});
