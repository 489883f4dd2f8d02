import type { texts as english } from './texts.en.ts';
import { pluralIn } from './plural.ts';

const plural = pluralIn('fr');

/** What the room of the text messages says in French. */
export const texts: typeof english = {
  list: 'SMS par numéro',
  search: 'Rechercher un SMS',
  searchHint: 'Rechercher un nom, un numéro, un mot',
  found: (count) => plural(count, { one: `${count} SMS trouvé`, other: `${count} SMS trouvés` }),
  foundIn: (count) => plural(count, { one: `${count} SMS correspond`, other: `${count} SMS correspondent` }),
  inTexts: (count) =>
    plural(count, { one: `${count} SMS trouvé aussi`, other: `${count} SMS trouvés aussi` }),
  inCalls: (count) =>
    plural(count, { one: `${count} appel trouvé aussi`, other: `${count} appels trouvés aussi` }),
  show: 'Afficher',
  unread: (count) => plural(count, { one: `${count} SMS non lu`, other: `${count} SMS non lus` }),
  isNew: 'Nouveau',
  you: (text) => `Vous : ${text}`,
  who: (name, text) => `${name} : ${text}`,
  mms: 'MMS',
  mmsOnly: 'MMS : son image ou fichier est dans Allo',
  noWords: 'Sans texte',
  received: 'Reçu',
  sentByYou: 'Envoyé par vous',
  on: (line) => `sur ${line}`,

  emptyTitle: 'Aucun SMS pour l’instant',
  emptyText: 'Les SMS envoyés à vos lignes s’ajoutent ici d’eux-mêmes, par numéro.',
  nothingWith: (typed) => `Aucun SMS ne contient « ${typed} ».`,
  loading: 'Chargement des SMS…',
  failed: 'Les SMS n’ont pas pu être lus.',
  partlyFailed: 'Certains SMS plus anciens n’ont pas pu être lus.',
  choose: 'Choisissez un numéro pour lire ses SMS ici',
  chooseHint: 'Les flèches parcourent la liste, Entrée ouvre une conversation, / lance une recherche.',
  back: 'Retour aux SMS',
  gone: 'Ce SMS n’est plus conservé.',

  with: (who) => `SMS avec ${who}`,
  arrived: (who) => `Nouveau SMS de ${who}`,
  earlier: 'Afficher les SMS précédents',
  later: 'Afficher les SMS suivants',
  whole: 'Tout afficher',
  wholeFailed: 'La suite n’a pas pu être lue.',
  copyText: 'Copier le SMS',
  copied: 'SMS copié',
  couldNotCopy: 'La copie a échoué',
  answerInAllo: 'Ringside affiche les SMS sans pouvoir en envoyer : répondez dans Allo, ou rappelez.',
  answerInAlloOnly: 'Ringside affiche les SMS sans pouvoir en envoyer : répondez dans Allo.',
  noAnswer: 'Il n’est pas possible de répondre à cet expéditeur.',
  calls: 'Appels avec ce numéro',
  allCalls: (count) => `Les ${count} appels`,
  openThread: 'Ouvrir dans SMS',
  allTexts: 'Tous les ouvrir dans SMS',
};
