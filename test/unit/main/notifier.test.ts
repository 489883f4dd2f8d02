import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CallKey } from '../../../src-shared/brand.ts';
import { bodyOf, titleOf, type Notice } from '../../../src-main/notify/notice.ts';
import { desktop, pass } from './notified.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('the notifier', () => {
  const notice: Notice = {
    id: 'a:1',
    title: titleOf('A'),
    body: bodyOf('B & <i>C</i>'),
    opens: { view: 'calls', call: null },
    isUrgent: false,
  };

  test('shows the same once, another text in its place, and takes back by kind', () => {
    const { notifier, open, shows } = desktop();
    notifier.show(notice);
    notifier.show(notice);
    pass();
    notifier.show({ ...notice, body: bodyOf('C') });
    notifier.show({ ...notice, id: 'b:1', body: bodyOf('D') });
    pass();
    expect(shows()).toBe(3);
    expect(open()).toEqual(['A: C', 'A: D']);
    notifier.keepOnly('a', new Set());
    expect(open()).toEqual(['A: D']);
    notifier.close();
    expect(open()).toEqual([]);
  });

  test('shows 600 texts of one sender within 20 s as one notification, 21 times, the last as it is', () => {
    const { notifier, open, shows } = desktop();
    for (let n = 1; n <= 600; n += 1) {
      notifier.show({ ...notice, body: bodyOf(`text ${n}`) });
      pass(1_000 / 30);
    }
    pass();
    expect(shows()).toBeLessThanOrEqual(21);
    expect(open()).toEqual(['A: text 600']);
  });

  test('has few at a time, the newest, and every one that is urgent', () => {
    const { notifier, open } = desktop();
    for (let n = 1; n <= 3; n += 1)
      notifier.show({ ...notice, id: `ring:${n}`, body: bodyOf(`ring ${n}`), isUrgent: true });
    for (let n = 1; n <= 100; n += 1) {
      notifier.show({ ...notice, id: `a:${n}`, body: bodyOf(`${n}`) });
      pass(100);
      expect(open().length).toBeLessThanOrEqual(3 + 6);
    }
    pass();
    const texts = [95, 96, 97, 98, 99, 100].map((n) => `A: ${n}`);
    expect(open()).toEqual(['A: ring 1', 'A: ring 2', 'A: ring 3', ...texts]);
  });

  test('shows what is urgent at once', () => {
    const { notifier, shows } = desktop();
    notifier.show(notice);
    notifier.show({ ...notice, id: 'ring:1', isUrgent: true });
    expect(shows()).toBe(2);
  });

  test('a click leads to the call', () => {
    const { notifier, clicked, click } = desktop();
    notifier.show({ ...notice, opens: { view: 'calls', call: 'call-1' as CallKey } });
    click();
    expect(clicked.map(({ opens }) => opens)).toEqual([{ view: 'calls', call: 'call-1' }]);
  });
});
