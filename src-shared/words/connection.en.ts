import type { LinkTrouble } from '../link/trouble.ts';

/** Why there is no connection, in a few words: for a menu, a tooltip. */
export const why: Readonly<Record<LinkTrouble, string>> = {
  offline: 'No network on this computer',
  'name-unknown': 'The relay’s name was not found',
  refused: 'Nothing answers at the relay’s address',
  'no-route': 'The relay cannot be reached from this network',
  'timed-out': 'The relay does not answer in time',
  dropped: 'The connection was cut',
  silent: 'The relay stopped responding',
  'certificate-expired': 'The relay’s certificate has expired',
  'certificate-early': 'The relay’s certificate is not valid yet',
  'certificate-name': 'The certificate is for another address',
  'certificate-authority': 'The certificate’s issuer is not trusted here',
  certificate: 'The relay’s certificate is not valid',
  encryption: 'An encrypted connection could not be made',
  'proxy-unreachable': 'The proxy does not answer',
  'proxy-sign-in': 'The proxy asks you to sign in',
  'proxy-scheme': 'The proxy’s kind of sign-in is not supported',
  'proxy-refused': 'The proxy does not allow the connection',
  'no-websocket': 'The network blocks WebSocket',
  'turned-away': 'The relay refuses this computer',
  misfit: 'Ringside and the relay are incompatible',
  'not-found': 'There is no relay at this address',
  busy: 'The relay is starting or busy',
  redirected: 'The relay’s address leads elsewhere',
  portal: 'The network’s sign-in page answers instead',
  failing: 'The relay reports an error',
  'other-agent': 'The relay names another agent',
  unknown: 'The connection failed',
};

/** What to do about it. */
export const remedy: Readonly<Record<LinkTrouble, string>> = {
  offline: 'Connect it to a network.',
  'name-unknown': 'Check your network or VPN. If others are cut off too, tell your admin.',
  refused: 'It may be restarting. If it stays that way, tell your admin.',
  'no-route': 'Check your network or VPN, or a firewall on the way.',
  'timed-out': 'Check your network or VPN, or a firewall on the way.',
  dropped: 'Ringside connects again by itself.',
  silent: 'Ringside connects again by itself.',
  'certificate-expired': 'Check this computer’s date and time. If they are right, tell your admin.',
  'certificate-early': 'Check this computer’s date and time. If they are right, tell your admin.',
  'certificate-name': 'Something else answers in its place. Tell your admin.',
  'certificate-authority':
    'Your company may inspect its traffic: its certificate authority has to be installed on this computer. Tell your admin.',
  certificate: 'Tell your admin.',
  encryption: 'A proxy or firewall may be in the way. Tell your admin.',
  'proxy-unreachable': 'Check your network or VPN, or the proxy in this system’s settings.',
  'proxy-sign-in': 'Sign in above.',
  'proxy-scheme': 'Ask your admin to let this computer reach the relay without it.',
  'proxy-refused': 'Ask your admin to allow the relay’s address.',
  'no-websocket': 'A proxy or firewall is in the way. Tell your admin.',
  'turned-away':
    'It does not say that your admin removed this computer, so Ringside keeps trying. If it stays that way, ask your admin for a new pairing link.',
  misfit: 'One of them needs an update. Tell your admin.',
  'not-found': 'Tell your admin.',
  busy: 'Ringside connects again by itself.',
  redirected:
    'A network’s sign-in page may be in the way: open your browser to check. If there is none, tell your admin.',
  portal: 'Open your browser and sign in to the network.',
  failing: 'If it stays that way, tell your admin.',
  'other-agent':
    'Their calls are shown only if you agree; Ringside asks again after a restart. If you did not expect this, tell your admin.',
  unknown: 'If it stays that way, copy the activity for support and send it to your admin.',
};
