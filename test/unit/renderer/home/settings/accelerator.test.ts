import { describe, expect, test } from 'vitest';
import {
  acceleratorOf,
  keysOf,
  type PressedKeys,
} from '../../../../../src-renderer/home/settings/accelerator.ts';

const pressed = (code: string, key: string, held: Partial<PressedKeys> = {}): PressedKeys => ({
  code,
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('a recorded shortcut', () => {
  test.each([
    [
      'Ctrl Shift Space',
      pressed('Space', ' ', { ctrlKey: true, shiftKey: true }),
      'CommandOrControl+Shift+Space',
    ],
    ['a letter by what it writes', pressed('KeyQ', 'a', { ctrlKey: true }), 'CommandOrControl+A'],
    [
      'a letter by its place when Alt makes it write something else',
      pressed('KeyR', '®', { altKey: true }),
      'Alt+R',
    ],
    [
      'a digit, whatever Shift makes of it',
      pressed('Digit1', '!', { altKey: true, shiftKey: true }),
      'Alt+Shift+1',
    ],
    ['a function key, alone', pressed('F9', 'F9'), 'F9'],
    ['an arrow', pressed('ArrowUp', 'ArrowUp', { altKey: true }), 'Alt+Up'],
    [
      'plus, which parts the others',
      pressed('Equal', '+', { ctrlKey: true, shiftKey: true }),
      'CommandOrControl+Shift+Plus',
    ],
    ['the system’s own key', pressed('KeyK', 'k', { metaKey: true }), 'Super+K'],
    ['only a modifier so far', pressed('ControlLeft', 'Control', { ctrlKey: true }), 'waiting'],
    ['a dead key', pressed('BracketLeft', 'Dead', { ctrlKey: true }), 'waiting'],
    ['a letter that everybody types', pressed('KeyA', 'a'), 'bare'],
    ['a capital letter that everybody types', pressed('KeyA', 'A', { shiftKey: true }), 'bare'],
  ])('takes %s', (_, keys, accelerator) => {
    expect(acceleratorOf(keys, false)).toBe(accelerator);
  });

  test('has Cmd where the others have Ctrl on a Mac, and Ctrl beside it', () => {
    const both = pressed('KeyK', 'k', { metaKey: true, ctrlKey: true });
    expect(acceleratorOf(both, true)).toBe('CommandOrControl+Control+K');
  });

  test('is shown as the keyboard is printed', () => {
    expect(keysOf('CommandOrControl+Shift+Space', false, 'Space')).toEqual(['Ctrl', 'Shift', 'Space']);
    expect(keysOf('CommandOrControl+Shift+Space', true, 'Espace')).toEqual(['⌘', '⇧', 'Espace']);
  });
});
