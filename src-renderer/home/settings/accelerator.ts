/** Keys as a keyboard event tells them. */
export type PressedKeys = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** What Electron calls the keys whose name is not what they write. */
const NAMES: Readonly<Record<string, string>> = {
  Space: 'Space',
  Tab: 'Tab',
  Enter: 'Return',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
  NumpadMultiply: 'nummult',
  NumpadDivide: 'numdiv',
  NumpadDecimal: 'numdec',
};
const MODIFIERS = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'CapsLock', 'Fn', 'Dead']);

/**
 * Electron's name for the pressed keys. `waiting`: only modifiers so far; `bare`: without Ctrl, Alt or Cmd they would
 * be taken away from everybody's typing.
 * Source: https://www.electronjs.org/docs/latest/tutorial/keyboard-shortcuts#accelerators
 */
export function acceleratorOf(pressed: PressedKeys, isMac: boolean): string | 'waiting' | 'bare' {
  if (MODIFIERS.has(pressed.key)) return 'waiting';
  const key = keyOf(pressed);
  if (key === null) return 'waiting';
  const main = isMac ? pressed.metaKey : pressed.ctrlKey;
  const held = [
    ...(main ? ['CommandOrControl'] : []),
    ...(isMac && pressed.ctrlKey ? ['Control'] : []),
    ...(!isMac && pressed.metaKey ? ['Super'] : []),
    ...(pressed.altKey ? ['Alt'] : []),
  ];
  if (held.length === 0 && !/^F\d+$/.test(key)) return 'bare';
  return [...held, ...(pressed.shiftKey ? ['Shift'] : []), key].join('+');
}

/** The keys of an accelerator, as they are printed on this machine's keyboard. */
export function keysOf(accelerator: string, isMac: boolean, spaceBar: string): readonly string[] {
  const printed: Readonly<Record<string, string>> = {
    CommandOrControl: isMac ? '⌘' : 'Ctrl',
    CmdOrCtrl: isMac ? '⌘' : 'Ctrl',
    Command: '⌘',
    Control: isMac ? '⌃' : 'Ctrl',
    Ctrl: isMac ? '⌃' : 'Ctrl',
    Super: isMac ? '⌘' : 'Win',
    Alt: isMac ? '⌥' : 'Alt',
    Option: isMac ? '⌥' : 'Alt',
    Shift: isMac ? '⇧' : 'Shift',
    Space: spaceBar,
    Return: '↵',
    Up: '↑',
    Down: '↓',
    Left: '←',
    Right: '→',
    Plus: '+',
  };
  return accelerator.split('+').map((key) => printed[key] ?? key);
}

function keyOf({ code, key }: PressedKeys): string | null {
  const named = NAMES[code] ?? NAMES[key];
  if (named !== undefined) return named;
  if (/^F([1-9]|1\d|2[0-4])$/.test(key)) return key;
  // The key's place names letters and digits: with Alt or Shift held they write something else.
  const letter = /^(?:Key|Digit)([A-Z\d])$/.exec(code)?.[1];
  if (letter !== undefined) return /^[a-z]$/i.test(key) ? key.toUpperCase() : letter;
  const digit = /^Numpad(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return `num${digit}`;
  if (key === '+') return 'Plus';
  return /^[!-~]$/.test(key) ? key.toUpperCase() : null;
}
