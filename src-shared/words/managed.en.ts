import type { PolicyProblem } from '../managed/managed-view.ts';

/** What an organisation has decided for this computer, and how its pairing goes. */
export const managed = {
  title: 'Managed by your organisation',
  about: 'An administrator has prepared this computer.',
  relay: 'Relay',
  onlyRelay: (relay: string) => `Only ${relay}`,
  pairing: 'Pairing',
  pairingBy: {
    link: 'By a link that your admin sends',
    device: 'By your organisation',
    group: 'By your organisation',
    nothing: 'Not possible until this is put right',
  },
  choices: 'Choices',
  someLocked: 'Some are fixed: they say so below',
  updates: 'Updates',
  updatesOff: 'Your organisation installs them',
  pairedByThem: 'Your organisation pairs this computer. To end that, ask your admin.',
  onlyHere: (relay: string) => `Your organisation lets this computer be paired with ${relay} only.`,
  unread: 'What your organisation has decided for this computer cannot all be read.',
  noPairing:
    'Until that is put right, this computer cannot be paired. Copy this text and send it to your admin.',
  problem: {
    owner: (place: string) => `${place} and its folder must belong to root, so nothing of it is taken.`,
    writable: (place: string) =>
      `Others than root may write to ${place} or its folder, so nothing of it is taken.`,
    link: (place: string) => `${place} or its folder is a link or no file, so nothing of it is taken.`,
    'too-big': (place: string) => `${place} is larger than 64 kB, so nothing of it is taken.`,
    unreachable: (place: string) => `${place} may not be read by the user who runs Ringside.`,
    'not-readable': (place: string) => `What stands in ${place} cannot be understood.`,
    'no-relay': (place: string) => `${place} says how to pair, but not with which relay.`,
    environment: (place: string) =>
      `RINGSIDE_RELAY_URL is not used: ${place} does not allow a pairing with that relay.`,
  } satisfies Record<Exclude<PolicyProblem['kind'], 'value' | 'unknown'>, (place: string) => string>,
  valueUnread: (name: string, place: string) => `The value of “${name}” in ${place} cannot be read.`,
  nameUnknown: (name: string, place: string) => `“${name}” in ${place} is nothing that this version knows.`,
};
