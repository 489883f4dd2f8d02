import type { PackageKind } from './packages.ts';
import type { PageLanguage } from './language.ts';
import type { Processor, System } from './reader.ts';

/** What the page says. */
export interface JoinWords {
  readonly title: string;
  readonly promise: string;
  /** Beside the address of the relay. */
  readonly relay: string;
  readonly install: {
    readonly title: string;
    readonly already: string;
    readonly download: Readonly<Record<System, string>>;
    /** After the download, by what was downloaded. */
    readonly afterwards: Readonly<Record<PackageKind, string>>;
    /** How a package without a signature is started. */
    readonly unsigned: Readonly<Record<'exe' | 'dmg', { readonly title: string; readonly detail: string }>>;
    readonly askAdmin: string;
    readonly noneForThis: string;
    readonly beside: string;
    readonly others: string;
    readonly all: string;
    readonly apt: string;
    readonly sums: string;
    readonly kind: Readonly<Record<PackageKind, string>>;
    readonly processor: Readonly<Record<System, Readonly<Record<Processor, string>>>>;
    readonly which: string;
  };
  readonly pair: {
    readonly title: string;
    readonly open: string;
    readonly opening: string;
    readonly left: string;
    readonly nothing: string;
    readonly byHand: string;
    readonly once: string;
    readonly noScript: { readonly title: string; readonly steps: readonly string[] };
  };
  readonly phone: {
    readonly title: string;
    readonly detail: string;
    readonly share: string;
    readonly packages: string;
    readonly noScript: string;
  };
  readonly copy: {
    readonly link: string;
    readonly lines: string;
    readonly done: string;
    readonly byHand: string;
    readonly address: string;
  };
  readonly trouble: Readonly<
    Record<'none' | 'bad' | 'insecure', { readonly title: string; readonly detail: string }>
  >;
}

const en: JoinWords = {
  title: 'Set up Ringside',
  promise: 'See who is calling, and what is at stake, before you pick up.',
  relay: 'With your company’s relay:',
  install: {
    title: 'Install Ringside',
    already: 'Is it on this computer already? Go on to step 2.',
    download: {
      windows: 'Download for Windows',
      macos: 'Download for Mac',
      linux: 'Download for Linux',
    },
    afterwards: {
      exe: 'Open the downloaded file. Then come back to this page.',
      dmg: 'Open the downloaded file, drag Ringside to Applications, and start it. Then come back to this page.',
      deb: 'Open the downloaded file with your software installer. Then come back to this page.',
      rpm: 'Open the downloaded file with your software installer. Then come back to this page.',
      appImage:
        'Make the downloaded file executable (in its properties, under Permissions), and start it. Then come back to this page.',
      tarGz: 'Unpack the downloaded file, and start “ringside” in it. Then come back to this page.',
    },
    unsigned: {
      exe: {
        title: 'Does Windows hold it back?',
        detail: 'If your admin sent you this link: choose More info, then Run anyway.',
      },
      dmg: {
        title: 'Does your Mac refuse to open it?',
        detail:
          'If your admin sent you this link: in System Settings, under Privacy & Security, choose Open Anyway.',
      },
    },
    askAdmin: 'Ask your admin how you get Ringside on this computer. Then come back to this page.',
    noneForThis: 'None of the packages here is for this computer. Ask your admin.',
    beside: 'Or take another:',
    others: 'For other computers',
    all: 'All downloads',
    apt: 'With apt, which keeps it up to date',
    sums: 'SHA-256 checksums',
    kind: {
      exe: 'Windows',
      dmg: 'Mac',
      deb: 'Debian, Ubuntu (.deb)',
      rpm: 'Fedora, openSUSE (.rpm)',
      appImage: 'Any Linux (AppImage)',
      tarGz: 'Any Linux (.tar.gz)',
    },
    processor: {
      windows: { x64: 'Intel or AMD', arm64: 'ARM' },
      macos: { x64: 'Intel', arm64: 'Apple silicon' },
      linux: { x64: 'Intel or AMD', arm64: 'ARM' },
    },
    which: 'Which one is it? Apple menu → About This Mac.',
  },
  pair: {
    title: 'Pair this computer',
    open: 'Open Ringside',
    opening: 'Opening Ringside…',
    left: 'Say yes to your browser if it asks, and to Ringside, which names the relay. Then you can close this page.',
    nothing: 'Ringside did not open. If it is not installed yet, do step 1 first and press the button again.',
    byHand: 'Or start Ringside yourself, and paste the link there:',
    once: 'The link works once, and not for long. When Ringside says that it was used before or is too old, ask your admin for a new one.',
    noScript: {
      title: 'Your browser runs no scripts here, so do it by hand:',
      steps: [
        'Start Ringside.',
        'Copy the whole address of this page, with the # and what follows it.',
        'Paste it in Ringside, under “Pairing link”.',
      ],
    },
  },
  phone: {
    title: 'Continue on your computer',
    detail:
      'Ringside is for the computer that you work at. Send this link there, for example by mail to yourself, and open it.',
    share: 'Send the link',
    packages: 'Downloads for computers',
    noScript: 'Copy the whole address of this page, with the # and what follows it.',
  },
  copy: {
    link: 'Copy the link',
    lines: 'Copy these lines',
    done: 'Copied',
    byHand: 'Copy it from here:',
    address: 'The link',
  },
  trouble: {
    none: {
      title: 'This link is not complete',
      detail:
        'The link from your admin ends with # and a code, and the code is missing here. Open the link in their message again, or copy it as a whole.',
    },
    bad: {
      title: 'This link is damaged',
      detail:
        'Something was changed or cut off after the # on its way to you. Open the link in your admin’s message again, copy it as a whole, or ask for a new one.',
    },
    insecure: {
      title: 'This relay cannot be paired with like this',
      detail:
        'This page came without encryption, and Ringside takes https only. Ask your admin for an https link.',
    },
  },
};

const fr: JoinWords = {
  title: 'Mettre Ringside en route',
  promise: 'Voyez qui appelle, et ce qui est en jeu, avant de décrocher.',
  relay: 'Avec le relais de votre entreprise\u202f:',
  install: {
    title: 'Installer Ringside',
    already: 'Il est déjà sur cet ordinateur\u202f? Passez à l’étape 2.',
    download: {
      windows: 'Télécharger pour Windows',
      macos: 'Télécharger pour Mac',
      linux: 'Télécharger pour Linux',
    },
    afterwards: {
      exe: 'Ouvrez le fichier téléchargé, puis revenez sur cette page.',
      dmg: 'Ouvrez le fichier téléchargé, faites glisser Ringside dans Applications et lancez-le, puis revenez sur cette page.',
      deb: 'Ouvrez le fichier téléchargé avec votre gestionnaire de logiciels, puis revenez sur cette page.',
      rpm: 'Ouvrez le fichier téléchargé avec votre gestionnaire de logiciels, puis revenez sur cette page.',
      appImage:
        'Rendez le fichier téléchargé exécutable (dans ses propriétés, sous Permissions) et lancez-le, puis revenez sur cette page.',
      tarGz:
        'Décompressez le fichier téléchargé et lancez «\u00a0ringside\u00a0» qui s’y trouve, puis revenez sur cette page.',
    },
    unsigned: {
      exe: {
        title: 'Windows le bloque\u202f?',
        detail:
          'Si c’est bien votre administrateur qui vous a envoyé ce lien\u202f: choisissez Informations complémentaires, puis Exécuter quand même.',
      },
      dmg: {
        title: 'Votre Mac refuse de l’ouvrir\u202f?',
        detail:
          'Si c’est bien votre administrateur qui vous a envoyé ce lien\u202f: dans Réglages Système, sous Confidentialité et sécurité, choisissez Ouvrir quand même.',
      },
    },
    askAdmin:
      'Demandez à votre administrateur comment obtenir Ringside sur cet ordinateur, puis revenez sur cette page.',
    noneForThis:
      'Aucun des fichiers proposés ici n’est pour cet ordinateur. Demandez à votre administrateur.',
    beside: 'Ou prenez une autre version\u202f:',
    others: 'Pour d’autres ordinateurs',
    all: 'Tous les téléchargements',
    apt: 'Avec apt, qui le tient à jour',
    sums: 'Sommes de contrôle SHA-256',
    kind: {
      exe: 'Windows',
      dmg: 'Mac',
      deb: 'Debian, Ubuntu (.deb)',
      rpm: 'Fedora, openSUSE (.rpm)',
      appImage: 'Tout Linux (AppImage)',
      tarGz: 'Tout Linux (.tar.gz)',
    },
    processor: {
      windows: { x64: 'Intel ou AMD', arm64: 'ARM' },
      macos: { x64: 'Intel', arm64: 'Puce Apple' },
      linux: { x64: 'Intel ou AMD', arm64: 'ARM' },
    },
    which: 'Lequel avez-vous\u202f? Menu Pomme → À propos de ce Mac.',
  },
  pair: {
    title: 'Associer cet ordinateur',
    open: 'Ouvrir Ringside',
    opening: 'Ouverture de Ringside…',
    left: 'Acceptez si votre navigateur le demande, puis dans Ringside, qui nomme le relais. Vous pourrez ensuite fermer cette page.',
    nothing:
      'Ringside ne s’est pas ouvert. S’il n’est pas encore installé, faites d’abord l’étape 1, puis appuyez de nouveau sur le bouton.',
    byHand: 'Ou lancez Ringside vous-même et collez-y le lien\u202f:',
    once: 'Le lien ne sert qu’une fois, et pas longtemps. Si Ringside dit qu’il a déjà servi ou qu’il est trop ancien, demandez-en un nouveau à votre administrateur.',
    noScript: {
      title: 'Votre navigateur n’exécute pas de scripts ici\u202f: faites-le à la main.',
      steps: [
        'Lancez Ringside.',
        'Copiez toute l’adresse de cette page, avec le # et ce qui le suit.',
        'Collez-la dans Ringside, sous «\u00a0Lien d’association\u00a0».',
      ],
    },
  },
  phone: {
    title: 'Continuez sur votre ordinateur',
    detail:
      'Ringside est fait pour l’ordinateur sur lequel vous travaillez. Envoyez-y ce lien, par exemple par e-mail à vous-même, et ouvrez-le.',
    share: 'Envoyer le lien',
    packages: 'Téléchargements pour ordinateurs',
    noScript: 'Copiez toute l’adresse de cette page, avec le # et ce qui le suit.',
  },
  copy: {
    link: 'Copier le lien',
    lines: 'Copier ces lignes',
    done: 'Copié',
    byHand: 'Copiez-le d’ici\u202f:',
    address: 'Le lien',
  },
  trouble: {
    none: {
      title: 'Ce lien n’est pas complet',
      detail:
        'Le lien de votre administrateur finit par # et un code, qui manque ici. Rouvrez le lien depuis son message, ou copiez-le en entier.',
    },
    bad: {
      title: 'Ce lien est abîmé',
      detail:
        'Ce qui suit le # a été modifié ou coupé en chemin. Rouvrez le lien depuis le message de votre administrateur, copiez-le en entier, ou demandez-en un nouveau.',
    },
    insecure: {
      title: 'Impossible d’associer ce relais ainsi',
      detail:
        'Cette page est arrivée sans chiffrement, et Ringside n’accepte que https. Demandez à votre administrateur un lien https.',
    },
  },
};

export const JOIN_WORDS: Readonly<Record<PageLanguage, JoinWords>> = { en, fr };
