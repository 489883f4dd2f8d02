import { expect, test } from 'vitest';
import { recordingIn } from '../../../../src-main/recording/recording-address.ts';

test.each<[string, string, string | null]>([
  ['GET', 'app://ringside/recording/call-1', 'call-1'],
  ['GET', 'app://ringside/recording/a%2Fb', 'a/b'],
  ['POST', 'app://ringside/recording/call-1', null],
  ['GET', 'app://other/recording/call-1', null],
  ['GET', 'https://ringside/recording/call-1', null],
  ['GET', 'app://ringside/recording/', null],
  ['GET', 'app://ringside/recording/a/b', null],
  ['GET', 'app://ringside/recording/%E0%A4%A', null],
  ['GET', 'app://ringside/pop.html', null],
])('%s %s is for the recording of %s', (method, url, key) => {
  expect(recordingIn(method, url)).toBe(key);
});
