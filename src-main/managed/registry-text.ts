/** A key's values by their names, its sub-keys as objects. */
export interface RegistryTree {
  readonly [name: string]: string | number | RegistryTree;
}

const VALUE = /^ {4}(.*?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/;

/**
 * Reads what `reg.exe query KEY /s` prints. A value of a type that is not read, or with a character that the console's code
 * page may have changed, comes out as an empty text, so that whoever needs it finds that it cannot be read.
 * @param key as it was asked for, without `HKLM\`
 */
export function readRegistryText(text: string, key: string): RegistryTree {
  const root: Record<string, unknown> = {};
  let values: Record<string, unknown> | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (/^HKEY_/i.test(line)) values = folderFor(root, line, key);
    const [, name, type = '', data = ''] = VALUE.exec(line) ?? [];
    if (values === null || name === undefined || name === '(Default)') continue;
    Object.defineProperty(values, name, {
      value: dataOf(type, data),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return root as RegistryTree;
}

/** The key names directly below another. */
export function subKeysIn(text: string, key: string): string[] {
  const head = `HKEY_LOCAL_MACHINE\\${key}\\`.toLowerCase();
  return text
    .split(/\r?\n/)
    .filter((line) => line.toLowerCase().startsWith(head))
    .map((line) => line.slice(head.length));
}

function folderFor(root: Record<string, unknown>, line: string, key: string): Record<string, unknown> | null {
  const head = `HKEY_LOCAL_MACHINE\\${key}`;
  if (!line.toLowerCase().startsWith(head.toLowerCase())) return null;
  const path = line
    .slice(head.length)
    .split('\\')
    .filter((part) => part !== '');
  let at = root;
  for (const part of path) {
    const next = Object.hasOwn(at, part) ? at[part] : undefined;
    const folder = (typeof next === 'object' && next !== null ? next : {}) as Record<string, unknown>;
    if (folder !== next)
      Object.defineProperty(at, part, {
        value: folder,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    at = folder;
  }
  return at;
}

function dataOf(type: string, data: string): string | number {
  if (type === 'REG_DWORD' || type === 'REG_QWORD')
    return /^0x[0-9a-f]{1,12}$/i.test(data) ? Number(data) : '';
  return type === 'REG_SZ' && /^[\x20-\x7e]*$/.test(data) ? data : '';
}
