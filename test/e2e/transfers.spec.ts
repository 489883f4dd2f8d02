import type { Page } from '@playwright/test';
import { answer, completed, NORA, ring, SAM, type AlloBody } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';

const SAMS_LINE = '+33199007700';
const now = (body: AlloBody): AlloBody => ({ ...body, timestamp: new Date().toISOString() });
const nobody = { number: null, user_email: null, user_name: null };

const toSam = { transfer_to: { ...nobody, user_email: SAM, user_name: 'Sam' } };

/** Nora talks for 40 s and hands over to Sam, whose phone has rung for 2 s by now. */
function handedOver() {
  const by = Date.now();
  const start_date = new Date(by - 50_000).toISOString();
  const started_at = new Date(by - 2_000).toISOString();
  const sams = { user_email: SAM, to_number: SAMS_LINE };
  return {
    first: (data: Record<string, unknown> = {}) =>
      completed({
        id: 'cll_first',
        start_date,
        length: '40s',
        length_in_minutes: 0.67,
        user_email: NORA,
        summary: 'Ana asked for a new offer. Sam will take over.',
        ...data,
      }),
    samsRing: () => ring({ started_at, ...sams }),
    samsAnswer: () => answer({ started_at, ...sams }),
    second: () =>
      completed({
        id: 'cll_second',
        start_date: started_at,
        user_email: SAM,
        to: SAMS_LINE,
        summary: 'Sam promised the offer by Friday.',
        transfer_original_call_id: 'cll_first',
      }),
  };
}

/** The part of the detail pane that says which other parts the call has. */
const partsIn = (page: Page) => page.getByRole('list', { name: 'Other parts of this call' });

test('the receiver sees at ring time who had the call and what was said, and gets from each part to the other, also after a restart', async ({
  stage,
}) => {
  const { relay } = stage;
  const [noras, sams] = [await stage.profile(), await stage.profile()];
  const asSam = { relayUrl: relay.url(), token: (await relay.tokenFor(SAM)).token, userData: sams };
  const asNora = { relayUrl: relay.url(), token: (await relay.tokenFor(NORA)).token, userData: noras };
  const nora = await stage.start(asNora);
  let sam = await stage.start(asSam);
  await expectLive(nora);
  await expectLive(sam);
  const { first, samsRing, samsAnswer, second } = handedOver();
  await relay.play(now(first(toSam)));
  await relay.play(samsRing());
  const pop = await expectPopped(sam);
  const card = cardOf(pop, /Ana Lopez/);
  await expect(card.getByText('Ringing')).toBeVisible();
  await expect(partsIn(pop)).toContainText('Transferred from Nora');
  await expect(partsIn(pop)).toContainText('“Ana asked for a new offer.”');

  await partsIn(pop)
    .getByRole('button', { name: /Transferred from Nora/ })
    .click();
  const home = await sam.showHome();
  await expect(home.getByRole('article')).toContainText('Sam will take over.');
  await partsIn(home)
    .getByRole('button', { name: /Transferred to you/ })
    .click();
  await expect(home.getByRole('article')).toContainText('Ringing');
  await expect(partsIn(home)).toContainText('Transferred from Nora');

  await relay.play(samsAnswer());
  await relay.play(now(second()));
  await expect(home.getByRole('article')).toContainText('Sam promised the offer by Friday.');

  const ofNora = await nora.showHome();
  await ofNora.getByRole('row', { name: /^Ana/ }).first().click();
  await expect(partsIn(ofNora)).toContainText(/Transferred (from you|to Sam)/);

  await sam.close();
  sam = await stage.start(asSam);
  const again = await sam.showHome();
  await again.getByRole('row', { name: /^Ana/ }).first().click();
  await partsIn(again)
    .getByRole('button', { name: /Transferred from Nora/ })
    .click();
  await expect(again.getByRole('article')).toContainText('Sam will take over.');
});

test('a part that becomes known later appears on the card and in the open call by itself; until then it is said to be missing', async ({
  stage,
}) => {
  const { relay } = stage;
  const sam = await stage.start({ relayUrl: relay.url(), token: (await relay.tokenFor(SAM)).token });
  await expectLive(sam);
  const { first, samsRing, second } = handedOver();
  await relay.play(samsRing());
  const pop = await expectPopped(sam);
  await expect(partsIn(pop)).toHaveCount(0);
  await relay.play(now(second()));
  await expect(partsIn(pop)).toContainText('Transferred call');
  await expect(partsIn(pop)).toContainText('That part is not in your history.');
  await expect(partsIn(pop).getByRole('button')).toHaveCount(0);
  const home = await sam.showHome();
  await home.getByRole('row', { name: /^Ana/ }).first().click();
  await expect(partsIn(home)).toContainText('That part is not in your history.');

  await relay.play(now(first()));
  await expect(partsIn(home).getByRole('button', { name: /Transferred from Nora/ })).toBeVisible();
  await expect(partsIn(pop)).toContainText('“Ana asked for a new offer.”');
});
