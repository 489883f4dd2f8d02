import { expect, test } from 'vitest';
import { macPolicyPlaces, readMacPolicy } from '../../../../src-main/managed/mac.ts';

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
