import type { Locator, Page } from '@playwright/test';
import { ANA, completed, LINE, NORA, ring, SAM, sms } from '../fixtures/allo.ts';
import { expect, expectLive, test, type Stage } from './stage.ts';

const HOUR = 3_600_000;
const nobody = { person: null, company: null, deals: null };
const ZOE = '+33199005678';
const STRANGER = '+442079460018';
const missedEnd = {
  result: 'MISSED',
  summary: null,
  transcriptions: [],
  concatenated_transcript: null,
  length: '0s',
  length_in_minutes: 0,
};

function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}

function rowOf(home: Page, name: string | RegExp): Locator {
  return home.getByRole('treegrid').getByRole('row', { name });
}

function searchOf(home: Page): Locator {
  return home.getByRole('textbox', { name: 'Search calls' });
}

function paneOf(home: Page, who: string): Locator {
  return home.getByRole('region', { name: `Call with ${who}` });
}

/** Ana's call with a transcript, one of Zoë yesterday, and a stranger who tried three times. */
async function playSomeCalls({ relay }: Stage): Promise<void> {
  const yesterday = ago(26 * HOUR);
  const zoe = {
    person: { id: 'con_z', name: 'Zoë', last_name: 'Lefèvre' },
    company: { id: 'c', name: 'Hooli' },
    deals: null,
  };
  await relay.play(ring({ started_at: yesterday, from_number: ZOE, ...zoe }));
  await relay.play(
    completed({
      id: 'cll_zoe',
      start_date: yesterday,
      from_number: ZOE,
      from_name: 'Zoë Lefèvre',
      result: 'VOICEMAIL',
      summary: 'Asks to be called back about the invoice.',
      transcriptions: [],
      concatenated_transcript: null,
    }),
  );
  for (const [n, minutes] of [50, 45, 40].entries()) {
    const start = ago(HOUR + minutes * 60_000);
    await relay.play(ring({ started_at: start, from_number: STRANGER, ...nobody }));
    await relay.play(
      completed({
        id: `cll_s${n}`,
        start_date: start,
        from_number: STRANGER,
        from_name: null,
        integration_id: null,
        ...missedEnd,
      }),
    );
  }
  const start = ago(HOUR);
  await relay.play(ring({ started_at: start }));
  await relay.play(completed({ start_date: start }));
}

/** The home window of an agent who has had these calls. */
async function homeWithCalls(stage: Stage): Promise<Page> {
  const app = await stage.start();
  await expectLive(app);
  await playSomeCalls(stage);
  return app.showHome();
}

test('the history stands under its days, and a search finds numbers, companies and words that were said', async ({
  stage,
}) => {
  const home = await homeWithCalls(stage);
  await expect(rowOf(home, /^Ana Lopez, Globex, Incoming call, Completed/)).toBeVisible();
  await expect(rowOf(home, /^Today/)).toBeVisible();
  await expect(rowOf(home, /^Yesterday/)).toBeVisible();
  await expect(rowOf(home, /^Zoë Lefèvre, Hooli.*Voicemail/)).toBeVisible();

  const search = searchOf(home);
  for (const [typed, found] of [
    ['01 99 00 12', /^Ana/],
    ['0033 1 99 00 56', /^Zoë/],
    ['+44 (0)20 7946', /^\+44 20 7946 0018/],
    ['GLOBEX', /^Ana/],
    ['lefevre hool', /^Zoë/],
    ['nora speaking', /^Ana/],
    ['invoice', /^Zoë/],
  ] as const) {
    await search.fill(typed);
    await expect(rowOf(home, found)).toBeVisible();
    await expect(home.getByText('1 call found').or(home.getByText('3 calls found'))).toBeVisible();
  }
  await search.fill('lefevre');
  await expect(home.locator('mark').first()).toHaveText('Lefèvre');
  await search.fill('hippopotamus');
  await expect(home.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await home.getByRole('button', { name: 'Missed' }).click();
  await expect(home.getByText('Shown only: Missed.')).toBeVisible();
  await home.getByRole('main').getByRole('button', { name: 'Clear the search' }).last().click();
  await expect(rowOf(home, /called 3 times/)).toBeVisible();
  await expect(rowOf(home, /^Ana/)).toBeHidden();
  await home.getByRole('button', { name: 'Clear all' }).click();
  await expect(rowOf(home, /^Ana/)).toBeVisible();
});

test('the keyboard alone goes from the search through the list into a call and back', async ({ stage }) => {
  const home = await homeWithCalls(stage);
  await expect(rowOf(home, /^Ana/)).toBeVisible();
  const list = home.getByRole('treegrid');
  const active = () =>
    list.evaluate((grid) => {
      const id = grid.getAttribute('aria-activedescendant');
      return id === null ? null : (document.getElementById(id)?.getAttribute('aria-label') ?? null);
    });

  await home.keyboard.press('/');
  await expect(searchOf(home)).toBeFocused();
  await home.keyboard.press('ArrowDown');
  await expect(list).toBeFocused();
  await expect.poll(active).toMatch(/^Ana/);
  await home.keyboard.press('ArrowDown');
  await expect.poll(active).toMatch(/called 3 times/);
  await home.keyboard.press('ArrowRight');
  await expect(rowOf(home, /^\+44 20 7946 0018/)).toHaveCount(3);
  await home.keyboard.press('ArrowDown');
  await home.keyboard.press('ArrowLeft');
  await home.keyboard.press('ArrowLeft');
  await expect(rowOf(home, /^\+44 20 7946 0018/)).toHaveCount(1);
  await home.keyboard.press('End');
  await expect.poll(active).toMatch(/^Zoë/);
  await home.keyboard.press('Home');
  await expect.poll(active).toMatch(/^Ana/);

  await home.keyboard.press('Enter');
  await expect(paneOf(home, 'Ana Lopez')).toBeFocused();
  await home.keyboard.press('Control+f');
  const find = home.getByRole('textbox', { name: 'Find in the transcript' });
  await expect(find).toBeFocused();
  await home.keyboard.type('nora');
  await expect(home.getByText('1 of 2')).toBeVisible();
  await home.keyboard.press('Enter');
  await expect(home.getByText('2 of 2')).toBeVisible();
  await home.keyboard.press('Shift+Enter');
  await expect(home.getByText('1 of 2')).toBeVisible();
  await home.keyboard.press('Escape');
  await expect(find).toHaveValue('');
  await home.keyboard.press('Escape');
  await expect(list).toBeFocused();

  await home.keyboard.press('End');
  await stage.relay.play(ring({ ...nobody, from_number: '+33199007777' }));
  await expect(rowOf(home, /^\+33 1 99 00 77 77.*Ringing/)).toBeVisible();
  await expect(list).toBeFocused();
  await expect.poll(active).toMatch(/^Zoë/);
  await home.keyboard.press('Control+f');
  await expect(searchOf(home)).toBeFocused();
});

test('a call that is read fills in when its summary comes, and shows the texts with the number', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const start = ago(6 * 60_000);
  await stage.relay.play(ring({ started_at: start }));
  await stage.relay.play(sms({ content: 'Could you send the offer again?' }));
  await stage.relay.play(completed({ start_date: start, summary: null }));
  const home = await app.showHome();
  await rowOf(home, /^Ana/).click();
  const pane = paneOf(home, 'Ana Lopez');
  await expect(pane.getByText('Summary pending')).toBeVisible();
  await expect(pane.getByText('Could you send the offer again?')).toBeVisible();
  await expect(pane.getByText('Hi Nora, Ana from Globex.')).toBeVisible();
  await expect(pane.getByRole('listitem').filter({ hasText: 'Call completed' })).toBeVisible();

  await stage.relay.play({
    topic: 'summary.updated',
    version: '2.0',
    timestamp: new Date().toISOString(),
    data: { call_id: 'cll_2NfDKEm9sF8xK3pQr1Zt', summary: 'Ana wants the **pilot** in May.' },
  });
  await expect(pane.getByText('Ana wants the pilot in May.')).toBeVisible();
  await expect(pane.getByText('Summary pending')).toBeHidden();
  await expect(rowOf(home, /Ana wants the pilot in May/)).toBeVisible();

  await pane.getByRole('button', { name: 'Copy transcript' }).click();
  await expect
    .poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText()))
    .toContain('Hi Nora, Ana from Globex.');
  await pane.getByRole('button', { name: 'Show its card' }).click();
  await expect.poll(() => app.popIsVisible()).toBe(true);
});

test('whoever takes a missed call is named to the others', async ({ stage }) => {
  const { relay } = stage;
  const nora = await stage.start();
  const sam = await stage.start({ relayUrl: relay.url(), token: (await relay.tokenFor(SAM)).token });
  await expectLive(nora);
  await expectLive(sam);
  const started_at = ago(10 * 60_000);
  for (const user_email of [NORA, SAM]) await relay.play(ring({ started_at, user_email }));
  await relay.play(completed({ start_date: started_at, ...missedEnd }));
  const hers = await nora.showHome();
  await rowOf(hers, /^Ana.*Missed/).click();
  await paneOf(hers, 'Ana Lopez').getByRole('button', { name: 'I’ll take it' }).click();
  await expect(paneOf(hers, 'Ana Lopez').getByText('You have it')).toBeVisible();
  await expect(rowOf(hers, /^Ana.*You have it/)).toBeVisible();

  const his = await sam.showHome();
  await rowOf(his, /^Ana.*Nora has it/).click();
  await expect(paneOf(his, 'Ana Lopez').getByText('Nora has it')).toBeVisible();
  await expect(paneOf(his, 'Ana Lopez').getByRole('button', { name: 'I’ll take it' })).toBeHidden();

  await paneOf(hers, 'Ana Lopez').getByRole('button', { name: 'Call back' }).click();
  await expect.poll(() => nora.opened()).toEqual([`tel:${ANA}`]);
});

test('a note is kept when the page is loaded anew, and found by its words', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(ring({ started_at: ago(HOUR) }));
  const home = await app.showHome();
  await rowOf(home, /^Ana/).click();
  const note = paneOf(home, 'Ana Lopez').getByRole('textbox', { name: 'Note' });
  await note.fill('Wants the blue one, before Easter.');
  await expect(paneOf(home, 'Ana Lopez').getByText('Saved', { exact: true })).toBeVisible();
  await home.reload();
  await expect(rowOf(home, /^Ana.*Has a note/)).toBeVisible();
  await searchOf(home).fill('easter');
  await rowOf(home, /^Ana/).click();
  await expect(note).toHaveValue('Wants the blue one, before Easter.');
});

test('without a connection the history is all there, and a claim says why it does not hold', async ({
  stage,
}) => {
  await stage.relay.configure({ lines: { [LINE]: { agents: [NORA, SAM] } } });
  const home = await homeWithCalls(stage);
  await expect(rowOf(home, /^Ana/)).toBeVisible();
  await stage.relay.kill();
  await expect(home.getByText(/^No connection to .* since/)).toBeVisible();
  await searchOf(home).fill('020 7946');
  await rowOf(home, /called 3 times/).click();
  const pane = paneOf(home, '+44 20 7946 0018');
  await pane.getByRole('button', { name: 'I’ll take it' }).click();
  await expect(pane.getByText(/^No connection: your colleagues would not hear of it/)).toBeVisible();
  await expect(pane.getByText('You have it')).toBeHidden();
  await searchOf(home).fill('from globex');
  await rowOf(home, /^Ana/).click();
  await expect(
    paneOf(home, 'Ana Lopez').getByRole('textbox', { name: 'Find in the transcript' }),
  ).toHaveValue('from globex');
});
