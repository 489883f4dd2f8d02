/** A fuse of Electron's, and what it is here. */
export interface Fuse {
  /** Its place on the wire in the binary. */
  readonly index: number;
  readonly name: string;
  /** What electron-builder.yml calls it; null: electron-builder does not know it, and it stays as Electron has it. */
  readonly key: string | null;
  readonly electrons: 'on' | 'off';
  readonly ours: 'on' | 'off';
  readonly why: string;
}

/** All of them. Source: https://www.electronjs.org/docs/latest/tutorial/fuses */
export const FUSES: readonly Fuse[] = [
  {
    index: 0,
    name: 'RunAsNode',
    key: 'runAsNode',
    electrons: 'on',
    ours: 'off',
    why: 'The app is not a Node for other programs.',
  },
  {
    index: 1,
    name: 'EnableCookieEncryption',
    key: 'enableCookieEncryption',
    electrons: 'off',
    ours: 'off',
    why: 'There are no cookies, and the keychain would be asked for their key before there is a tray.',
  },
  {
    index: 2,
    name: 'EnableNodeOptionsEnvironmentVariable',
    key: 'enableNodeOptionsEnvironmentVariable',
    electrons: 'on',
    ours: 'off',
    why: 'Nothing of the environment changes what runs.',
  },
  {
    index: 3,
    name: 'EnableNodeCliInspectArguments',
    key: 'enableNodeCliInspectArguments',
    electrons: 'on',
    ours: 'off',
    why: 'Nobody looks into the main process.',
  },
  {
    index: 4,
    name: 'EnableEmbeddedAsarIntegrityValidation',
    key: 'enableEmbeddedAsarIntegrityValidation',
    electrons: 'off',
    ours: 'on',
    why: 'An altered archive does not run; macOS and Windows check it.',
  },
  {
    index: 5,
    name: 'OnlyLoadAppFromAsar',
    key: 'onlyLoadAppFromAsar',
    electrons: 'off',
    ours: 'on',
    why: 'A folder beside the archive is not run in its place.',
  },
  {
    index: 6,
    name: 'LoadBrowserProcessSpecificV8Snapshot',
    key: 'loadBrowserProcessSpecificV8Snapshot',
    electrons: 'off',
    ours: 'off',
    why: 'There is no snapshot of ours to load.',
  },
  {
    index: 7,
    name: 'GrantFileProtocolExtraPrivileges',
    key: 'grantFileProtocolExtraPrivileges',
    electrons: 'on',
    ours: 'off',
    why: 'Pages come from app://, so file: needs no rights.',
  },
  {
    index: 8,
    name: 'WasmTrapHandlers',
    key: null,
    electrons: 'on',
    ours: 'on',
    why: 'Newer Electrons have it; it makes WebAssembly safe and fast, and none is used.',
  },
];
