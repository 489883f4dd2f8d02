import type { ActionResult, PairProblem } from '../ipc/contract.ts';
import type { Phase } from '../calls/phase.ts';
import type { Words } from './en.ts';
import { pluralIn } from './plural.ts';

const plural = pluralIn('fr');

type Failure = Extract<ActionResult, { ok: false }>['reason'];

const phase: Record<Phase, string> = {
  ringing: 'Sonne',
  dialling: 'Numérotation',
  quiet: 'Ne sonne plus\u202f?',
  answered: 'En ligne',
  over: 'Appel fini',
  completed: 'Terminé',
  missed: 'Manqué',
  voicemail: 'Messagerie',
  blocked: 'Bloqué',
  failed: 'Échec',
  transferred: 'Transféré',
  ended: 'Terminé',
};

const couldNotOpen: Record<Failure, string> = {
  'no-link': 'Rien à ouvrir\u202f: aucun CRM n’est configuré',
  gone: 'Cet appel n’existe plus',
  failed: 'Le navigateur n’a pas pu s’ouvrir',
};

const couldNotCall: Record<Failure, string> = {
  'no-link': 'Aucun numéro à appeler',
  gone: 'Cet appel n’existe plus',
  failed: 'L’appel n’a pas pu être lancé',
};

const pairProblem: Record<PairProblem, string> = {
  'not-a-link':
    'Ce n’est pas un lien d’association. Il commence par ringside://pair. Copiez toute la ligne envoyée par votre administrateur.',
  insecure:
    'Ce lien mène à un relais sans chiffrement\u202f: rien n’a été envoyé. Demandez à votre administrateur un lien vers un relais https.',
  unreachable: 'Le relais ne répond pas. Vérifiez votre réseau ou votre VPN, puis réessayez.',
  expired:
    'Ce lien a déjà servi ou date de plus de 15 minutes. Demandez-en un nouveau à votre administrateur.',
  'too-many': 'Trop d’essais d’affilée. Patientez quelques minutes, puis réessayez.',
  refused: 'Le relais a refusé ce lien. Demandez-en un nouveau à votre administrateur.',
};

/** Every word that a person reads, in French. `\u202f` is the narrow space that its punctuation wants. */
export const fr: Words = {
  units: { hours: 'h', minutes: 'min', seconds: 's' },
  phase,
  hasIt: (who) => `${who} s’en occupe`,
  tookIt: (who) => `${who} a pris l’appel`,
  youHaveIt: 'Vous vous en occupez',
  outbound: 'Appel sortant',
  notInContacts: 'Absent de vos contacts',
  numberWithheld: 'Numéro masqué',
  numberHidden: 'Votre correspondant a masqué son numéro',
  transferredTo: (who) => `Transféré à ${who}`,

  pin: 'Épingler cette fiche',
  unpin: 'Détacher cette fiche',
  close: 'Fermer cette fiche',
  more: 'Plus de détails sur cet appel',
  less: 'Moins de détails sur cet appel',
  copyNumber: 'Copier le numéro',
  numberCopied: 'Numéro copié',
  copySummary: 'Copier',
  copySummaryName: 'Copier le résumé',
  summaryCopied: 'Résumé copié',
  copied: 'Copié',
  openIn: (crm) => `Ouvrir dans ${crm}`,
  searchIn: (crm) => `Chercher dans ${crm}`,
  yourCrm: 'votre CRM',
  claim: 'Je m’en occupe',
  callBack: 'Rappeler',
  staysOpen: 'reste affichée jusqu’à ce que vous la fermiez',
  couldNotOpen,
  couldNotCall,
  couldNotReach: 'Cela n’a pas marché. Réessayez.',

  openDeals: 'Affaires en cours',
  noOpenDeals: 'Aucune affaire en cours',
  openOf: (open, all) => (open === all ? `${open}` : `${open} sur ${all}`),
  closedDeals: (count) => plural(count, { one: `+${count} close`, other: `+${count} closes` }),
  showAll: (count) => `Tout afficher (${count})`,
  showFewer: 'Afficher moins',
  closes: (day) => `échéance ${day}`,
  dueToday: 'échéance aujourd’hui',
  due: (ago) => `échue ${ago}`,

  summary: 'Résumé',
  summaryPending: 'Résumé en préparation. Il s’affichera ici de lui-même.',
  tags: 'Étiquettes',

  recording: 'Enregistrement',
  play: 'Lire',
  pause: 'Pause',
  tryAgain: 'Réessayer',
  recordingFailed: 'L’enregistrement ne peut pas être lu. Il a peut-être expiré chez Allo.',
  position: 'Position',
  positionOf: (at, whole) => `${at} sur ${whole}`,
  speed: (times) => `Vitesse ${times}`,

  moreCalls: (count) => plural(count, { one: `+${count} autre appel`, other: `+${count} autres appels` }),
  cards: 'Appels',
  callFrom: (who) => `Appel de ${who}`,
  openDealsCount: (count) =>
    plural(count, { one: `${count} affaire en cours`, other: `${count} affaires en cours` }),

  product: 'Ringside',
  promise: 'Voyez qui appelle, et ce qui est en jeu, avant de décrocher.',
  pairLabel: 'Lien d’association',
  pairPlaceholder: 'ringside://pair?relay=…',
  pairHint: 'Votre administrateur vous envoie ce lien. Il sert une seule fois, pendant 15 minutes.',
  pair: 'Associer',
  pairing: 'Association…',
  pairProblem,
  revoked: (relay) =>
    `Votre administrateur a retiré cet ordinateur de ${relay}. Rien n’arrive plus ici tant qu’il n’est pas associé de nouveau.`,

  unpaired: 'Non associé',
  connecting: 'Connexion…',
  live: 'Connecté',
  reconnecting: (since) => `Reconnexion depuis ${since}`,
  offlineNote: (relay, since) =>
    `Pas de connexion à ${relay} depuis ${since}. Votre historique reste disponible\u202f; les appels reçus entre-temps y apparaîtront dès que le relais répondra.`,
  historyInMemory: 'Ce système n’a pas de trousseau\u202f: l’historique n’est gardé qu’en mémoire.',
  memoryNote: 'Ce système n’a pas de trousseau\u202f: il faudra associer de nouveau après un redémarrage.',
  room: { calls: 'Appels', activity: 'Activité', settings: 'Réglages' },
  missedCount: (count) => plural(count, { one: `${count} manqué`, other: `${count} manqués` }),
  noCalls: 'Aucun appel pour l’instant. Ringside affichera le prochain ici.',

  displayNumber: (number) => `Écran ${number}`,

  tray: {
    liveAs: (agent) => `Connecté en tant que ${agent}`,
    connecting: 'Connexion…',
    reconnecting: (since) => `Reconnexion depuis ${since}`,
    unpaired: 'Pas encore associé',
    revoked: 'Accès retiré\u202f: associez de nouveau',
    ringing: 'un appel sonne',
    calls: 'Appels…',
    pair: 'Associer cet ordinateur…',
    quit: 'Quitter',
  },
};
