import type { GroupFailure, PolicyProblem } from '../managed/managed-view.ts';

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
  unread: 'Part of what your organisation decided for this computer cannot be read.',
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
  group: {
    title: 'Whose computer is this?',
    about: (relay: string) =>
      `Your organisation connects this computer to ${relay}. It only needs to know who you are.`,
    label: 'Your work e-mail address',
    hint: 'The one that you have in Allo.',
    notAnAddress: 'That is not an e-mail address.',
    connect: 'Connect',
    trying: (agent: string) => `Connecting this computer for ${agent}…`,
    waiting: 'Waiting for your admin',
    waitingText: (agent: string) =>
      `Your admin has to allow this computer for ${agent}. Ringside connects by itself as soon as that is done: you can close this window.`,
    failed: 'This computer is not connected yet',
    again: (when: string) => `Ringside tries again by itself at ${when}.`,
    againSoon: 'Ringside tries again by itself.',
    tryNow: 'Try now',
    otherAddress: 'Use another address',
    problem: {
      'unknown-token':
        'The relay does not know the token that your organisation put on this computer. Tell your admin.',
      expired: 'The token that your organisation put on this computer has expired. Tell your admin.',
      revoked: 'The token that your organisation put on this computer was withdrawn. Tell your admin.',
      'not-in-group':
        'The relay does not connect this address from this computer. Check its spelling, or tell your admin.',
      'too-many-computers': 'As many computers as allowed are connected already. Tell your admin.',
      'too-many': 'Too many tries in a row from your network.',
      refused:
        'The relay did not understand this computer. Tell your admin: Ringside may have to be updated.',
      'not-a-relay':
        'What answers at the relay’s address is no Ringside relay that can do this. Tell your admin.',
    } satisfies Record<Exclude<GroupFailure['problem'], 'unreachable'>, string>,
  },
};
