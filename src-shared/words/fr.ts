import type { TestCallProblem, Verdict } from '../activity/activity.ts';
import type { Topic } from '../allo/events.ts';
import type { ActionResult, PairProblem } from '../ipc/contract.ts';
import type { Phase } from '../calls/phase.ts';
import type { PreferenceName } from '../preferences/preferences.ts';
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

const couldNotClaim: Record<Failure, string> = {
  'no-link': 'Cet appel n’existe plus',
  gone: 'Cet appel n’existe plus',
  failed: 'Pas de connexion\u202f: vos collègues n’en sauraient rien. Réessayez une fois connecté.',
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

const testCallProblem: Record<TestCallProblem, string> = {
  offline:
    'Pas de connexion au relais\u202f: aucun appel ne peut arriver. Réessayez quand la connexion est rétablie.',
  unsupported:
    'Ce relais est trop ancien pour les appels de test. Demandez à votre administrateur de le mettre à jour. Les vrais appels ne sont pas concernés.',
  'no-secret':
    'Le relais n’a pas encore de secret de webhook\u202f: les appels ne peuvent pas lui parvenir. Demandez à votre administrateur de terminer son installation.',
  'not-ready':
    'Le relais ne peut pas prendre d’appels pour le moment. Réessayez dans une minute\u202f; prévenez votre administrateur si cela dure.',
  'too-many': 'Trop d’appels de test d’affilée. Patientez une minute, puis réessayez.',
  'timed-out': 'L’appel de test n’est pas arrivé à temps. Vérifiez votre réseau, puis réessayez.',
  suppressed:
    'L’appel est arrivé, mais les fiches sont coupées en ce moment\u202f: ne pas déranger, heures calmes ou écran verrouillé.',
};

const verdict: Record<Exclude<Verdict['kind'], 'late'>, string> = {
  popped: 'Fiche affichée',
  updated: 'Fiche mise à jour',
  filed: 'Ajouté à l’historique',
  overtaken: 'L’appel était déjà pris ou fini',
  duplicate: 'Doublon\u202f: déjà reçu',
  dismissed: 'Vous aviez fermé sa fiche',
  'line-muted': 'Cette ligne est en sourdine',
  'outbound-off': 'Fiches désactivées pour les appels sortants',
  snoozed: 'Ne pas déranger était actif',
  'quiet-hours': 'Heures calmes',
  away: 'Écran verrouillé ou ordinateur en veille',
  unreadable: 'Illisible',
};

const topic: Record<Topic, string> = {
  'call.received': 'Un appel entrant sonne',
  'call.triggered': 'Un appel sortant commence',
  'call.answered': 'Appel décroché',
  'call.completed': 'Appel terminé',
  'tag.added': 'Étiquette ajoutée',
  'tag.removed': 'Étiquette retirée',
  'sms.received': 'SMS reçu',
  'sms.sent': 'SMS envoyé',
  'contact.created': 'Contact créé',
  'contact.updated': 'Contact modifié',
  'summary.updated': 'Résumé prêt',
};

const unavailable: Partial<Record<PreferenceName, string>> = {
  corner: 'Ce bureau place lui-même les fenêtres.',
  display: 'Ce bureau place lui-même les fenêtres.',
  hideFromCapture: 'Ce système ne peut pas exclure une fenêtre du partage d’écran.',
  launchAtLogin: 'Ce système ne laisse pas Ringside se lancer tout seul.',
  summonShortcut: 'Ce bureau n’accorde pas de raccourcis aux applications.',
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
  staysOpen: 'reste affichée',
  couldNotOpen,
  couldNotCall,
  couldNotClaim,
  couldNotReach: 'Cela n’a pas fonctionné. Réessayez.',

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
  recordingProblem: {
    gone: 'L’enregistrement n’existe plus.',
    forbidden: 'Allo ne donne pas accès à cet enregistrement.',
    offline: 'L’enregistrement est injoignable. Vérifiez votre réseau, puis réessayez.',
    failed: 'L’enregistrement ne peut pas être lu.',
  },
  position: 'Position',
  positionOf: (at, whole) => `${at} sur ${whole}`,
  speed: (times) => `Vitesse ${times}`,

  card: {
    transferredFrom: (who) => `Transféré par ${who}`,
    test: 'Appel de test\u202f: personne n’attend',
    calledTimes: (count) => `${count} appels`,
    timeThere: (time) => `${time} là-bas`,
    firstCall: 'Premier appel de ce numéro',
    firstCallTo: 'Premier appel vers ce numéro',
    noRecentCall: 'Aucun appel ces 30 derniers jours',
    lastTime: 'La dernière fois',
    you: 'vous',
    quoted: (text) => `«\u202f${text}\u202f»`,
    callsBefore: (count) =>
      plural(count, { one: `${count} appel en 30 jours`, other: `${count} appels en 30 jours` }),
    lastSms: 'SMS reçu',
    smsSent: 'SMS envoyé',
    noSummary: 'Pas de résumé à ce jour. S’il en vient un, il s’affichera ici.',
    menu: 'Menu vocal',
    collected: 'Renseignements',
    transcript: 'Transcription',
    details: 'Détails',
    note: 'Note',
    notePlaceholder: 'Vous seul la voyez',
    noteSaving: 'Enregistrement…',
    noteSaved: 'Enregistrée',
    noteFailed: 'Non enregistrée',
    summonedBy: {
      topDeal: 'ouvrir l’affaire',
      claim: 'Je m’en occupe',
      note: 'note',
      back: 'revenir',
    },
    whileAway: 'En votre absence',
    whileAwayWas: (what) => `En votre absence\u202f: ${what}`,
    awaySince: (when) => `depuis ${when}`,
    missed: (count) => plural(count, { one: `${count} appel manqué`, other: `${count} appels manqués` }),
    voicemails: (count) =>
      plural(count, { one: `${count} message vocal`, other: `${count} messages vocaux` }),
    otherCalls: (count) => plural(count, { one: `${count} autre appel`, other: `${count} autres appels` }),
    messages: (count) => plural(count, { one: `${count} SMS`, other: `${count} SMS` }),
    showDigest: 'Afficher',
    dismissDigest: 'Ignorer',
  },

  moreCalls: (count) => plural(count, { one: `+${count} autre appel`, other: `+${count} autres appels` }),
  cards: 'Appels',
  callFrom: (who) => `Appel de ${who}`,
  openDealsCount: (count) =>
    plural(count, { one: `${count} affaire en cours`, other: `${count} affaires en cours` }),

  product: 'Ringside',
  promise: 'Voyez qui appelle, et ce qui est en jeu, avant de décrocher.',
  pairLabel: 'Lien d’association',
  pairPlaceholder: 'ringside://pair?relay=…',
  pairHint:
    'Votre administrateur vous envoie ce lien\u202f: cliquez dessus ou collez-le ici. Il sert une seule fois, pendant 15 minutes.',
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
  nothingKept:
    'Ce système n’a pas de trousseau\u202f: l’historique n’est gardé qu’en mémoire, et il faudra associer de nouveau après un redémarrage.',
  memoryNote: 'Ce système n’a pas de trousseau\u202f: il faudra associer de nouveau après un redémarrage.',
  room: { calls: 'Appels', activity: 'Activité', settings: 'Réglages' },
  missedCount: (count) => plural(count, { one: `${count} manqué`, other: `${count} manqués` }),

  displayNumber: (number) => `Écran ${number}`,
  testCall: {
    title: 'Appel de test',
    about: 'Il fait tout le chemin d’un vrai appel\u202f: par le relais, jusqu’à une fiche sur cet écran.',
    play: 'Lancer un appel de test',
    again: 'Recommencer',
    running: 'En route…',
    stage: {
      verifiedMs: 'Vérifié par le relais',
      committedMs: 'Enregistré par le relais',
      arrivedMs: 'Arrivé sur cet ordinateur',
      paintedMs: 'Fiche à l’écran',
    },
    ms: (ms) => `${ms} ms`,
    notYet: 'pas encore',
    total: (ms) => `${ms} ms entre votre clic et la fiche`,
    problem: testCallProblem,
  },

  proof: {
    connected: 'Vous êtes connecté',
    joining: 'Associé. Connexion…',
    as: (agent, relay) => `En tant que ${agent}, sur ${relay}`,
    prove: 'Voyez ce qui se passe quand quelqu’un appelle.',
    seen: 'Cette fiche dans le coin, c’est à quoi ressemble un appel. Vous pouvez fermer cette fenêtre\u202f: Ringside reste dans la zone de notification.',
    later: 'Passer',
    done: 'Ouvrir Ringside',
  },

  topic,
  otherEvent: 'Nouvel événement',
  activity: {
    about: 'Les 200 derniers événements\u202f: ce que Ringside en a fait, et pourquoi.',
    verdict,
    late: (by) => `En retard de ${by}\u202f: historique seulement`,
    onlyWithout: 'Seulement sans fiche',
    copy: 'Copier pour l’assistance',
    copyHint: 'Sans noms, numéros ni adresses',
    empty: 'Rien n’est encore arrivé',
    emptyHint:
      'Chaque événement d’un appel s’inscrit ici, avec ce qui en a été fait et pourquoi. Essayez un appel de test.',
    noneWithout: 'Rien ici n’est resté sans fiche',
    test: 'Essai',
    today: 'Aujourd’hui',
  },

  history: {
    search: 'Rechercher un appel',
    searchHint: 'Rechercher un nom, un numéro, un mot',
    clearSearch: 'Effacer la recherche',
    filters: 'Afficher seulement',
    filter: {
      missed: 'Manqués',
      voicemail: 'Messagerie',
      outbound: 'Sortants',
      deal: 'Affaire',
      mine: 'Les miens',
    },
    clearAll: 'Tout effacer',
    clearFilters: 'Retirer les filtres',
    callCount: (count) => plural(count, { one: `${count} appel`, other: `${count} appels` }),
    callsFound: (count) => plural(count, { one: `${count} appel trouvé`, other: `${count} appels trouvés` }),
    list: 'Appels par jour',
    noAnswer: 'Sans réponse',
    inbound: 'Appel entrant',
    calledTimes: (count, from, to) => `a appelé ${count} fois, ${from} – ${to}`,
    showEarlier: 'Afficher les appels précédents',
    hideEarlier: 'Masquer les appels précédents',
    hasNote: 'Avec une note',
    hasDeal: 'Avec une affaire en cours',
    foundInside: 'Trouvé dans ce qui a été dit ou noté',
    emptyTitle: 'Aucun appel pour le moment',
    emptyText:
      'Le prochain appel s’affichera ici de lui-même. Un appel de test vous montre dès maintenant à quoi cela ressemble.',
    toTestCall: 'Lancer un appel de test',
    nothingFound: 'Aucun résultat',
    nothingWith: (typed) => `Aucun appel ne contient «\u202f${typed}\u202f».`,
    nothingAmong: (filters) => `Affichés seulement\u202f: ${filters}.`,
    loading: 'Chargement des appels…',
    failed: 'L’historique n’a pas pu être lu.',
    partlyFailed: 'Certains appels plus anciens n’ont pas pu être lus.',
    choose: 'Choisissez un appel pour le lire ici',
    chooseHint: 'Les flèches parcourent les appels, Entrée en ouvre un, / lance une recherche.',
    back: 'Retour aux appels',
    takeIt: 'Je m’en charge',
    showCard: 'Afficher sa fiche',
    gone: 'Cet appel n’est plus conservé.',
    detailFailed: 'Cet appel n’a pas pu être lu.',
    callWith: (who) => `Appel avec ${who}`,

    transcript: 'Transcription',
    copyTranscript: 'Copier la transcription',
    transcriptCopied: 'Transcription copiée',
    agent: 'Agent',
    caller: 'Correspondant',
    someone: 'Quelqu’un',
    find: 'Rechercher dans la transcription',
    findCount: (at, all) => `${at} sur ${all}`,
    findNone: 'Aucun',
    findNext: 'Suivant',
    findPrevious: 'Précédent',
    playFrom: (at) => `Écouter à partir de ${at}`,

    messages: 'SMS',
    received: 'Reçu',
    sent: 'Envoyé',
    sentBy: (who) => `Envoyé par ${who}`,

    timeline: 'Ce qui s’est passé',
    cameLate: (by) => `arrivé avec ${by} de retard`,
  },

  settings: {
    byAdmin: 'Fixé par votre administrateur',
    unavailable,
    notHere: 'Indisponible sur ce système.',
    on: 'Activé',
    off: 'Désactivé',

    computer: 'Cet ordinateur',
    account: 'Compte',
    relay: 'Relais',
    device: 'Appareil',
    deviceHint: 'Le nom que voit votre administrateur',
    pairingKept: 'Association',
    inKeychain: 'Gardée dans le trousseau du système',
    inMemory: 'Gardée jusqu’à la fermeture de Ringside\u202f: ce système n’a pas de trousseau',
    byEnvironment: 'Fixée par votre organisation',
    forget: 'Oublier cette association…',
    forgetTitle: 'Oublier cette association\u202f?',
    forgetText:
      'Les appels n’arriveront plus sur cet ordinateur. Son historique, vos notes et l’association en sont effacés aussitôt. Ce que garde le relais y reste. Pour associer de nouveau, il faudra un nouveau lien de votre administrateur.',
    forgetYes: 'Oublier et effacer',
    forgetNo: 'Garder',
    forgetFailed: 'L’association n’a pas pu être oubliée. Réessayez.',
    version: (version) => `Ringside ${version}`,

    cards: 'Fiches',
    corner: 'Coin',
    cornerHint: 'Où les fiches apparaissent',
    corners: {
      'top-left': 'En haut à gauche',
      'top-right': 'En haut à droite',
      'bottom-left': 'En bas à gauche',
      'bottom-right': 'En bas à droite',
    },
    display: 'Écran',
    displayPointer: 'Celui du pointeur',
    displayPrimary: 'Le principal',
    displayGone: 'Un écran qui n’est pas connecté',
    primaryNamed: (name) => `${name} (principal)`,
    outboundCards: 'Fiches pour les appels sortants',
    outboundCardsHint: 'Afficher une fiche pour les appels que vous passez',
    mutedLines: 'Lignes qui sonnent ici',
    mutedLinesHint: 'Les autres vont dans l’historique, sans fiche',
    noLines: 'Votre administrateur n’a nommé aucune ligne\u202f: toutes sonnent.',
    hideFromCapture: 'Masquer lors du partage d’écran',
    hideFromCaptureHint: 'Les autres ne voient pas la fiche quand vous partagez votre écran',
    crm: 'CRM',
    crmSet: (name) => `Les noms et les affaires s’ouvrent dans ${name}`,
    crmNone:
      'Aucun\u202f: les noms et les affaires ne sont pas cliquables tant que votre administrateur n’en a pas configuré.',

    soundTitle: 'Son',
    sound: 'Sonnerie',
    soundHint: 'Silencieux pendant que vous êtes en ligne',
    sounds: { off: 'Aucun son', chime: 'Carillon', marimba: 'Marimba', pulse: 'Pulsation' },
    volume: 'Volume',
    hear: 'Écouter',
    stop: 'Arrêter',

    quiet: 'Moments calmes',
    snooze: 'Ne pas déranger',
    snoozeHint: 'Ni fiches ni son\u202f; les appels manqués sont comptés',
    snoozes: { half: '30 minutes', hour: '1 heure', tomorrow: 'Jusqu’à demain' },
    snoozedUntil: (when) => `Actif jusqu’à ${when}`,
    snoozeEnd: 'Désactiver',
    quietHours: 'Heures calmes',
    quietHoursHint: 'Ne pas déranger, chaque semaine à ces heures',
    from: 'De',
    to: 'À',
    nextDay: 'le lendemain',
    days: 'Jours',

    notifications: 'Notifications',
    notifyMissed: 'Appels manqués',
    notifySms: 'SMS',

    look: 'Langue et apparence',
    language: 'Langue',
    languageSystem: 'Celle du système',
    theme: 'Thème',
    themes: { system: 'Celui du système', light: 'Clair', dark: 'Sombre' },

    keyboard: 'Clavier',
    shortcut: 'Aller à la fiche la plus récente',
    shortcutHint:
      'Fonctionne dans tous les programmes. Ensuite, Entrée ou un chiffre ouvre une affaire, Échap revient en arrière.',
    spaceBar: 'Espace',
    shortcutNone: 'Aucun',
    shortcutChange: 'Modifier',
    shortcutClear: 'Supprimer',
    shortcutPress: 'Tapez les nouvelles touches, Échap pour annuler',
    shortcutNeedsModifier: 'Utilisez au moins Ctrl, Alt ou Cmd avec une autre touche',
    shortcutRefused: 'Ces touches sont déjà prises par un autre programme. Choisissez-en d’autres.',

    storage: 'Historique et démarrage',
    historyDays: 'Garder l’historique pendant',
    historyDaysHint: 'Les appels plus anciens sont effacés de cet ordinateur',
    dayCount: (days) => plural(days, { one: `${days} jour`, other: `${days} jours` }),
    launchAtLogin: 'Lancer au démarrage de l’ordinateur',
  },

  notice: {
    missed: (who) => `Appel manqué de ${who}`,
    calledTimes: (count, last) =>
      plural(count, { one: `a appelé à ${last}`, other: `a appelé ${count} fois, la dernière à ${last}` }),
    text: (who) => `Message de ${who}`,
  },

  tray: {
    tooltip: (said) => `Ringside\u202f: ${said}`,
    liveAs: (agent) => `Connecté en tant que ${agent}`,
    connecting: 'Connexion…',
    reconnecting: (since) => `Reconnexion depuis ${since}`,
    unpaired: 'Pas encore associé',
    revoked: 'Accès retiré\u202f: associez de nouveau',
    ringing: 'un appel sonne',
    calls: 'Appels…',
    pair: 'Associer cet ordinateur…',
    snooze: 'Ne pas déranger',
    snoozedUntil: (when) => `Ne pas déranger jusqu’à ${when}`,
    quietHours: 'Heures calmes',
    missed: (count) => plural(count, { one: `${count} appel manqué`, other: `${count} appels manqués` }),
    callAt: (who, when) => `${who}, ${when}`,
    missedAt: (who, when) => `${who}, manqué à ${when}`,
    activity: 'Activité…',
    settings: 'Réglages…',
    testCall: 'Appel de test',
    quit: 'Quitter',
  },
};
