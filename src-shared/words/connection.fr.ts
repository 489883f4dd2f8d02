import type { LinkTrouble } from '../link/trouble.ts';

export const why: Readonly<Record<LinkTrouble, string>> = {
  offline: 'Cet ordinateur n’a pas de réseau',
  'name-unknown': 'Le nom du relais est introuvable',
  refused: 'Rien ne répond à l’adresse du relais',
  'no-route': 'Le relais est inaccessible depuis ce réseau',
  'timed-out': 'Le relais ne répond pas à temps',
  dropped: 'La connexion a été coupée',
  silent: 'Le relais ne répond plus',
  'certificate-expired': 'Le certificat du relais a expiré',
  'certificate-early': 'Le certificat du relais n’est pas encore valide',
  'certificate-name': 'Le certificat est celui d’une autre adresse',
  'certificate-authority': 'L’émetteur du certificat n’est pas reconnu ici',
  certificate: 'Le certificat du relais n’est pas valide',
  encryption: 'La connexion chiffrée n’a pas pu être établie',
  'proxy-unreachable': 'Le proxy ne répond pas',
  'proxy-sign-in': 'Le proxy vous demande de vous identifier',
  'proxy-scheme': 'Le mode d’identification du proxy n’est pas pris en charge',
  'proxy-refused': 'Le proxy n’autorise pas la connexion',
  'no-websocket': 'Le réseau bloque WebSocket',
  'turned-away': 'Le relais refuse cet ordinateur',
  misfit: 'Ringside et le relais sont incompatibles',
  'not-found': 'Il n’y a pas de relais à cette adresse',
  busy: 'Le relais démarre ou est occupé',
  redirected: 'L’adresse du relais mène ailleurs',
  portal: 'La page de connexion du réseau répond à sa place',
  failing: 'Le relais signale une erreur',
  'other-agent': 'Le relais désigne un autre agent',
  unknown: 'La connexion a échoué',
};

export const remedy: Readonly<Record<LinkTrouble, string>> = {
  offline: 'Connectez-le à un réseau.',
  'name-unknown':
    'Vérifiez votre réseau ou votre VPN. Si d’autres sont coupés aussi, prévenez votre administrateur.',
  refused: 'Il redémarre peut-être. Si cela dure, prévenez votre administrateur.',
  'no-route': 'Vérifiez votre réseau, votre VPN ou un pare-feu sur le chemin.',
  'timed-out': 'Vérifiez votre réseau, votre VPN ou un pare-feu sur le chemin.',
  dropped: 'Ringside se reconnecte de lui-même.',
  silent: 'Ringside se reconnecte de lui-même.',
  'certificate-expired':
    'Vérifiez la date et l’heure de cet ordinateur. Si elles sont justes, prévenez votre administrateur.',
  'certificate-early':
    'Vérifiez la date et l’heure de cet ordinateur. Si elles sont justes, prévenez votre administrateur.',
  'certificate-name': 'Autre chose répond à sa place. Prévenez votre administrateur.',
  'certificate-authority':
    'Votre entreprise inspecte peut-être son trafic\u202f: son autorité de certification doit être installée sur cet ordinateur. Prévenez votre administrateur.',
  certificate: 'Prévenez votre administrateur.',
  encryption: 'Un proxy ou un pare-feu s’interpose peut-être. Prévenez votre administrateur.',
  'proxy-unreachable': 'Vérifiez votre réseau, votre VPN ou le proxy dans les réglages de ce système.',
  'proxy-sign-in': 'Identifiez-vous ci-dessus.',
  'proxy-scheme': 'Demandez à votre administrateur que cet ordinateur atteigne le relais sans lui.',
  'proxy-refused': 'Demandez à votre administrateur d’autoriser l’adresse du relais.',
  'no-websocket': 'Un proxy ou un pare-feu s’interpose. Prévenez votre administrateur.',
  'turned-away':
    'Il ne dit pas que votre administrateur a retiré cet ordinateur\u202f: Ringside continue d’essayer. Si cela dure, demandez-lui un nouveau lien d’association.',
  misfit: 'L’un des deux doit être mis à jour. Prévenez votre administrateur.',
  'not-found': 'Prévenez votre administrateur.',
  busy: 'Ringside se reconnecte de lui-même.',
  redirected:
    'Une page de connexion du réseau s’interpose peut-être\u202f: ouvrez votre navigateur pour le vérifier. Sinon, prévenez votre administrateur.',
  portal: 'Ouvrez votre navigateur et connectez-vous au réseau.',
  failing: 'Si cela dure, prévenez votre administrateur.',
  'other-agent':
    'Ses appels ne s’affichent qu’avec votre accord\u202f; Ringside vous le redemandera après un redémarrage. Si vous ne vous y attendiez pas, prévenez votre administrateur.',
  unknown: 'Si cela dure, copiez l’activité pour l’assistance et envoyez-la à votre administrateur.',
};
