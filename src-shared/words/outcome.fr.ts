import type { StatedResult } from '../calls/result.ts';

export const result: Readonly<Record<StatedResult, string>> = {
  assistant: 'Pris par l’IA',
  external: 'Transfert externe',
  menuHangup: 'Raccroché dans le menu vocal',
  hangup: 'Raccroché',
  busy: 'Occupé',
  declined: 'Refusé',
  unavailable: 'Indisponible',
  notInService: 'Numéro non attribué',
  network: 'Erreur réseau',
};
