import { expect, test } from 'vitest';
import { createKeyringGate } from '../../../../src-main/pairing/keyring-gate.ts';
import type { KeyringState } from '../../../../src-main/pairing/secret-service.ts';
import { notedLog } from '../heard.ts';

/** A keyring that counts how often somebody was asked to open it. */
function keyring(state: KeyringState) {
  const service = {
    now: state,
    asked: 0,
    looked: 0,
    state: async () => {
      service.looked += 1;
      return service.now;
    },
    ask: async () => void (service.asked += 1),
  };
  return service;
}

async function isOpen(passing: Promise<void>): Promise<boolean> {
  return await Promise.race([
    passing.then(() => true),
    new Promise<false>((done) => setTimeout(done, 30, false)),
  ]);
}

test('an open keyring lets through at once, and nobody is asked', async () => {
  const service = keyring('open');
  await createKeyringGate({ service, log: notedLog() })();
  expect(service.asked).toBe(0);
});

test.each<KeyringState>(['locked', 'absent'])(
  'a keyring that is %s is asked for once, and lets everybody through when it is open',
  async (state) => {
    const service = keyring(state);
    const gate = createKeyringGate({ service, log: notedLog(), lookEveryMs: 2 });
    const waiting = [gate(), gate()];
    expect(await isOpen(gate())).toBe(false);
    service.now = 'open';
    await Promise.all(waiting);
    expect(service.asked).toBe(1);
  },
);

test('a keyring that is locked again is waited for again, and asked for no more', async () => {
  const service = keyring('locked');
  const gate = createKeyringGate({ service, log: notedLog(), lookEveryMs: 2 });
  const first = gate();
  expect(await isOpen(first)).toBe(false);
  service.now = 'open';
  await first;
  service.now = 'locked';
  expect(await isOpen(gate())).toBe(false);
  expect(service.asked).toBe(1);
});

test('where there is no bus or no such service nothing is waited for', async () => {
  await createKeyringGate({ service: null, log: notedLog() })();
  const gone = {
    state: () => Promise.reject(new Error('gone')),
    ask: () => Promise.reject(new Error('gone')),
  };
  await createKeyringGate({ service: gone, log: notedLog() })();
});

test('a service that hangs holds up whoever asks, and nothing else', async () => {
  const hung = { state: () => new Promise<KeyringState>(() => {}), ask: async () => {} };
  expect(await isOpen(createKeyringGate({ service: hung, log: notedLog() })())).toBe(false);
});
