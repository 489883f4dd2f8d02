import type * as english from './trouble.en.ts';

export const couldNotStart: typeof english.couldNotStart = {
  message: 'Ringside n’a pas pu démarrer',
  detail: (code) =>
    `D’ici là, aucun appel ne s’affiche. Réessayez\u202f; si ce message revient, redémarrez l’ordinateur, puis donnez ce code à votre administrateur\u202f: ${code}.`,
  again: 'Réessayer',
  quit: 'Quitter',
};

export const diagnostics: typeof english.diagnostics = {
  copy: 'Copier le diagnostic',
  hint: 'Sans nom, numéro ni adresse',
  copied: 'Diagnostic copié',
  whatFor:
    'Collez-le dans un message à la personne qui vous aide. Il ne contient ni nom, ni numéro, ni adresse de qui que ce soit.',
  notCopied: 'Le diagnostic n’a pas pu être copié. Réessayez dans un instant.',
};
