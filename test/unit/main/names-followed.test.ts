import { expect, test } from 'vitest';
import { createAppState, followNames } from '../../../src-main/app-state/app-state.ts';
import { welcome } from './heard.ts';

test('what is drawn of calls is drawn anew for another policy and another relay, and for nothing else', () => {
  const appState = createAppState();
  let times = 0;
  const stop = followNames(appState, () => (times += 1));
  const frame = welcome();
  appState.receive(frame);
  appState.receive(frame);
  appState.setLink({ kind: 'connecting' });
  expect(times).toBe(1);
  appState.receive({ ...frame, can: ['release'] });
  expect(times).toBe(2);
  appState.receive({ type: 'policy', policy: { ...frame.policy, ringWindow: 30 } });
  expect(times).toBe(3);
  stop();
  appState.receive(frame);
  expect(times).toBe(3);
});
