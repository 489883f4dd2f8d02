import type { managed as english } from './managed.en.ts';

export const managed: typeof english = {
  title: 'Géré par votre organisation',
  about: 'Un administrateur a préparé cet ordinateur.',
  relay: 'Relais',
  onlyRelay: (relay) => `Uniquement ${relay}`,
  pairing: 'Association',
  pairingBy: {
    link: 'Par un lien que votre administrateur envoie',
    device: 'Par votre organisation',
    group: 'Par votre organisation',
    nothing: 'Impossible tant que ce n’est pas corrigé',
  },
  choices: 'Choix',
  someLocked: 'Certains sont fixés\u202f: c’est indiqué plus bas',
  updates: 'Mises à jour',
  updatesOff: 'Votre organisation les installe',
  pairedByThem:
    'Votre organisation associe cet ordinateur. Pour y mettre fin, adressez-vous à votre administrateur.',
  onlyHere: (relay) => `Votre organisation ne permet d’associer cet ordinateur qu’à ${relay}.`,
  unread: 'Une partie de ce que votre organisation a décidé pour cet ordinateur est illisible.',
  noPairing:
    'Tant que ce n’est pas corrigé, cet ordinateur ne peut pas être associé. Copiez ce texte et envoyez-le à votre administrateur.',
  problem: {
    owner: (place) => `${place} et son dossier doivent appartenir à root\u202f: rien n’en est retenu.`,
    writable: (place) =>
      `D’autres que root peuvent écrire dans ${place} ou son dossier\u202f: rien n’en est retenu.`,
    link: (place) =>
      `${place} ou son dossier est un lien ou n’est pas un fichier\u202f: rien n’en est retenu.`,
    'too-big': (place) => `${place} dépasse 64\u202fko\u202f: rien n’en est retenu.`,
    unreachable: (place) => `L’utilisateur qui lance Ringside n’a pas le droit de lire ${place}.`,
    'not-readable': (place) => `Le contenu de ${place} est incompréhensible.`,
    'no-relay': (place) => `${place} dit comment associer, mais pas à quel relais.`,
    environment: (place) =>
      `RINGSIDE_RELAY_URL n’est pas utilisé\u202f: ${place} ne permet pas d’association avec ce relais.`,
  },
  valueUnread: (name, place) => `La valeur de «\u202f${name}\u202f» dans ${place} est illisible.`,
  nameUnknown: (name, place) => `«\u202f${name}\u202f» dans ${place} est inconnu de cette version.`,
  group: {
    title: 'À qui est cet ordinateur\u202f?',
    about: (relay) =>
      `Votre organisation connecte cet ordinateur à ${relay}. Il reste seulement à savoir qui vous êtes.`,
    label: 'Votre adresse e-mail professionnelle',
    hint: 'Celle que vous avez dans Allo.',
    notAnAddress: 'Ce n’est pas une adresse e-mail.',
    connect: 'Connecter',
    trying: (agent) => `Connexion de cet ordinateur pour ${agent}…`,
    waiting: 'En attente de votre administrateur',
    waitingText: (agent) =>
      `Votre administrateur doit autoriser cet ordinateur pour ${agent}. Ringside se connecte ensuite tout seul\u202f: vous pouvez fermer cette fenêtre.`,
    failed: 'Cet ordinateur n’est pas encore connecté',
    again: (when) => `Ringside réessaie tout seul à ${when}.`,
    againSoon: 'Ringside réessaie tout seul.',
    tryNow: 'Essayer maintenant',
    otherAddress: 'Utiliser une autre adresse',
    problem: {
      'unknown-token':
        'Le relais ne connaît pas le jeton que votre organisation a mis sur cet ordinateur. Prévenez votre administrateur.',
      expired:
        'Le jeton que votre organisation a mis sur cet ordinateur a expiré. Prévenez votre administrateur.',
      revoked:
        'Le jeton que votre organisation a mis sur cet ordinateur a été retiré. Prévenez votre administrateur.',
      'not-in-group':
        'Le relais ne connecte pas cette adresse depuis cet ordinateur. Vérifiez-la, ou prévenez votre administrateur.',
      'too-many-computers': 'Le nombre d’ordinateurs permis est déjà atteint. Prévenez votre administrateur.',
      'too-many': 'Trop d’essais d’affilée depuis votre réseau.',
      refused:
        'Le relais n’a pas compris cet ordinateur. Prévenez votre administrateur\u202f: Ringside est peut-être à mettre à jour.',
      'not-a-relay':
        'Ce qui répond à l’adresse du relais n’est pas un relais Ringside qui sache le faire. Prévenez votre administrateur.',
    },
  },
};
