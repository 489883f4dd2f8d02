import { expect, test } from 'vitest';
import { createProxySignIns, followQuestions } from '../../../../src-main/network/proxy-sign-in.ts';

const PROXY = 'proxy.example:3128';

function asked() {
  const signIns = createProxySignIns({});
  const looks = new Set<() => void>();
  const seen = { shown: 0, tries: 0 };
  const show = (): void => {
    seen.shown += 1;
    for (const look of looks) look();
  };
  const onShow = (look: () => void) => {
    looks.add(look);
    return () => looks.delete(look);
  };
  const stop = followQuestions(signIns, { changed() {}, show, onShow }, () => void (seen.tries += 1));
  return { signIns, show, seen, stop, looks };
}

test('what was put off is not asked by the next tries, and again when the agent looks', () => {
  const { signIns, show, seen } = asked();
  signIns.wanted(PROXY);
  expect(seen.shown).toBe(1);
  signIns.answer(null);
  for (let tries = 0; tries < 100; tries += 1) signIns.wanted(PROXY);
  expect(signIns.question()).toBeNull();
  expect(seen.shown).toBe(1);
  show();
  expect(signIns.question()).toEqual({ proxy: PROXY, refused: false });
  signIns.answer({ user: 'nora', password: 'x' });
  expect(signIns.of(PROXY)).toEqual({ user: 'nora', password: 'x' });
});

test('looking asks nothing that no proxy wants, and stopped is stopped', () => {
  const { signIns, show, seen, stop, looks } = asked();
  show();
  expect(signIns.question()).toBeNull();
  signIns.wanted(PROXY);
  signIns.answer({ user: 'nora', password: 'x' });
  show();
  expect(signIns.question()).toBeNull();
  stop();
  const { shown } = seen;
  signIns.wanted(PROXY);
  expect(seen.shown).toBe(shown);
  expect(looks.size).toBe(0);
});
