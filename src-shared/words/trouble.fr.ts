import type { couldNotStart as english } from './trouble.en.ts';

export const couldNotStart: typeof english = {
  message: 'Ringside n’a pas pu démarrer',
  detail: (code) =>
    `D’ici là, aucun appel ne s’affiche. Réessayez\u202f; si ce message revient, redémarrez l’ordinateur, puis donnez ce code à votre administrateur\u202f: ${code}.`,
  again: 'Réessayer',
  quit: 'Quitter',
};
