import type { NoUpdates, UpdateTrouble } from '../updates/updates-state.ts';

const off: Readonly<Record<NoUpdates, string>> = {
  managed: 'Your organisation installs updates on this computer.',
  'no-feed': 'This build of Ringside looks for no updates.',
  'broken-build': 'This build of Ringside looks for no updates: where to look cannot be read in it.',
  'system-packages': 'Updates come with those of your system.',
  unpacked: 'This copy was unpacked by hand and does not update itself.',
  development: 'Started from its source, Ringside looks for no updates.',
  'no-such-system': 'There are no updates for this kind of computer.',
};

const failed: Readonly<Record<UpdateTrouble, (place: string | null) => string>> = {
  unreachable: () => 'The list of releases cannot be reached. It is tried again by itself.',
  'not-ours': () =>
    'The list of releases is not signed as it must be, so it was not followed. Tell your admin if this stays.',
  'not-for-us': () =>
    'The list of releases is older than one seen before, or not for this computer, so it was not followed. Tell your admin if this stays.',
  altered: () =>
    'What was downloaded is not what was signed, so it was thrown away. It is tried again by itself.',
  'no-room': (place) =>
    `There is no room for the update${place === null ? '' : ` in ${place}`}. Make some, about 300 MB, then check again.`,
  'not-writable': (place) =>
    `Ringside may not change its own file${place === null ? '' : ` in ${place}`}. Move it to a folder of yours and start it from there, or ask your admin.`,
  moved: (place) =>
    `The file that Ringside was started from is not${place === null ? ' where it was' : ` in ${place}`} any more, or is another one. Quit Ringside, and start it from where it is now.`,
  'put-back': () =>
    'The new version ended twice right after its start, so the one before is back. Tell your admin.',
  'not-installed': () => 'The new version could not be installed. It is tried again by itself.',
  other: () => 'The update did not work. It is tried again by itself.',
};

/** Updates, in the settings and the tray. */
export const updates = {
  title: 'Updates',
  version: 'Version',
  off,
  notKnown: 'How updates stand could not be read.',
  unchecked: 'Ringside looks for updates by itself.',
  checking: 'Looking for updates…',
  upToDate: 'This is the newest version.',
  asOf: (when: string) => `By the list of releases from ${when}`,
  stale: (when: string) =>
    `The newest list of releases is from ${when}. If you know of a later version, tell your admin: something may be holding it back.`,
  available: (version: string) => `${version} is available. It is downloaded once no call is on.`,
  downloading: (version: string) => `Downloading ${version}`,
  progress: 'Download',
  ready: (version: string) => `${version} is ready.`,
  readyHint: 'Ringside restarts by itself once nobody uses this computer, and never during a call.',
  restarting: (version: string) => `Restarting with ${version}…`,
  failed,
  failedFor: (version: string) => `The update to ${version} did not work.`,
  check: 'Check now',
  restart: 'Restart now',
  restartFor: (version: string) => `Restart with ${version}`,
  updated: (from: string) => `Updated from ${from}`,
  notesOf: (version: string) => `What is new in ${version}`,
};
