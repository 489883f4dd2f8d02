import type { NoUpdates, UpdateTrouble } from '../updates/updates-state.ts';
import type { updates as english } from './updates.en.ts';

const off: Readonly<Record<NoUpdates, string>> = {
  managed: 'Votre organisation installe les mises à jour sur cet ordinateur.',
  'no-feed': 'Cette édition de Ringside ne cherche pas de mises à jour.',
  'broken-build':
    'Cette édition de Ringside ne cherche pas de mises à jour : l’adresse qu’elle contient est illisible.',
  'system-packages': 'Les mises à jour arrivent avec celles de votre système.',
  unpacked: 'Cette copie a été décompressée à la main et ne se met pas à jour elle-même.',
  development: 'Lancé depuis son code source, Ringside ne cherche pas de mises à jour.',
  'no-such-system': 'Il n’y a pas de mises à jour pour ce type d’ordinateur.',
};

const failed: Readonly<Record<UpdateTrouble, (place: string | null) => string>> = {
  unreachable: () => 'La liste des versions est injoignable. Ringside réessaiera de lui-même.',
  'not-ours': () =>
    'La liste des versions n’est pas signée comme il se doit : elle n’a pas été suivie. Si cela dure, prévenez votre administrateur.',
  'not-for-us': () =>
    'La liste des versions est plus ancienne qu’une autre déjà vue, ou n’est pas pour cet ordinateur : elle n’a pas été suivie. Si cela dure, prévenez votre administrateur.',
  altered: () =>
    'Ce qui a été téléchargé n’est pas ce qui a été signé : c’est effacé. Ringside réessaiera de lui-même.',
  'no-room': (place) =>
    `Il n’y a pas assez de place pour la mise à jour${place === null ? '' : ` dans ${place}`}. Libérez environ 300 Mo, puis vérifiez à nouveau.`,
  'not-writable': (place) =>
    `Ringside ne peut pas remplacer son propre fichier${place === null ? '' : ` dans ${place}`}. Déplacez-le dans un dossier à vous et lancez-le de là, ou demandez à votre administrateur.`,
  moved: (place) =>
    `Le fichier qui a lancé Ringside n’est plus${place === null ? ' à sa place' : ` dans ${place}`}, ou c’en est un autre. Quittez Ringside, puis lancez-le de là où il est maintenant.`,
  'put-back': () =>
    'La nouvelle version s’est arrêtée deux fois juste après son démarrage : la précédente est revenue. Prévenez votre administrateur.',
  'not-installed': () => 'La nouvelle version n’a pas pu être installée. Ringside réessaiera de lui-même.',
  other: () => 'La mise à jour n’a pas abouti. Ringside réessaiera de lui-même.',
};

/** Updates, in the settings and the tray. */
export const updates: typeof english = {
  title: 'Mises à jour',
  version: 'Version',
  off,
  notKnown: 'L’état des mises à jour n’a pas pu être lu.',
  unchecked: 'Ringside cherche les mises à jour de lui-même.',
  checking: 'Recherche de mises à jour…',
  upToDate: 'C’est la version la plus récente.',
  asOf: (when) => `D’après la liste des versions du ${when}`,
  stale: (when) =>
    `La dernière liste des versions date du ${when}. Si vous savez qu’une version plus récente existe, prévenez votre administrateur : quelque chose la retient peut-être.`,
  available: (version) =>
    `${version} est disponible. Le téléchargement commencera quand aucun appel ne sera en cours.`,
  downloading: (version) => `Téléchargement de ${version}`,
  progress: 'Téléchargement',
  ready: (version) => `${version} est prête.`,
  readyHint:
    'Ringside redémarre de lui-même quand personne n’utilise cet ordinateur, et jamais pendant un appel.',
  restarting: (version) => `Redémarrage avec ${version}…`,
  failed,
  failedFor: (version) => `La mise à jour vers ${version} a échoué.`,
  check: 'Vérifier',
  restart: 'Redémarrer',
  restartFor: (version) => `Redémarrer avec ${version}`,
  updated: (from) => `Mis à jour depuis ${from}`,
  notesOf: (version) => `Nouveautés de ${version}`,
};
