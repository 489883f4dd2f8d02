import { expect, test } from 'vitest';
import { createStanding, followNames } from '../../../src-main/standing.ts';
import { welcome } from './heard.ts';

test('what is drawn of calls is drawn anew for another policy and another relay, and for nothing else', () => {
  const standing = createStanding();
  let times = 0;
  const stop = followNames(standing, () => (times += 1));
  const frame = welcome();
  standing.receive(frame);
  standing.receive(frame);
  standing.setLink({ kind: 'connecting' });
  expect(times).toBe(1);
  standing.receive({ ...frame, can: ['release'] });
  expect(times).toBe(2);
  standing.receive({ type: 'policy', policy: { ...frame.policy, ringWindow: 30 } });
  expect(times).toBe(3);
  stop();
  standing.receive(frame);
  expect(times).toBe(3);
});
