import { expect, test } from 'vitest';
import { macPolicyPlaces, readMacPolicy, readProfileText } from '../../../../src-main/managed/mac.ts';

test('the user’s profile goes before the computer’s', () => {
  expect(macPolicyPlaces('nora')).toEqual([
    '/Library/Managed Preferences/nora/com.ringside.app.plist',
    '/Library/Managed Preferences/com.ringside.app.plist',
  ]);
});

test.each(['../nora', '..', '.', ''])('a user called “%s” leads nowhere else', (user) => {
  expect(macPolicyPlaces(user)).toEqual(['/Library/Managed Preferences/com.ringside.app.plist']);
});

test.skipIf(process.platform === 'darwin')('without a profile nobody manages this computer', () => {
  expect(readMacPolicy('nora').isManaged).toBe(false);
});

test('what a profile says of itself is no slip of the admin’s', () => {
  const text = JSON.stringify({
    PayloadUUID: '0B7D',
    PayloadVersion: 1,
    rely: 'x',
    payload: 1,
    updates: false,
  });
  const { policy, problems } = readProfileText(new TextEncoder().encode(text));
  expect(policy.updates).toBe(false);
  expect(problems).toEqual([
    { kind: 'unknown', name: 'rely' },
    { kind: 'unknown', name: 'payload' },
  ]);
});
