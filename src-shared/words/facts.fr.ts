import type { CallFactKind } from '../card/call-facts.ts';

export const fact: Readonly<Record<CallFactKind, string>> = {
  line: 'Ligne',
  lineName: 'Nom de la ligne dans Allo',
  firstDialled: 'Numéro composé au départ',
  callerName: 'Nom dans Allo',
  handledBy: 'Pris par',
  transferredFrom: 'Transféré par',
  transferredTo: 'Transféré à',
  callId: 'ID de l’appel',
  originalCallId: 'ID de l’appel d’origine',
  contactId: 'ID du contact',
  companyId: 'ID de l’entreprise',
  dealId: 'ID de l’affaire',
  crmId: 'ID du contact dans le CRM',
};

export const contact = {
  title: 'Coordonnées',
  emails: 'Courriel',
  numbers: 'Autres numéros',
  company: 'Entreprise',
  unnamedDeal: 'Affaire',
  copy: 'Copier les coordonnées',
  copied: 'Coordonnées copiées',
  copyEmail: 'Copier le courriel',
  emailCopied: 'Courriel copié',
  copyValue: (name: string) => `Copier ${name}`,
  valueCopied: (name: string) => `Copié, ${name}`,
  factsTitle: 'À propos de cet appel',
  copyFacts: 'Copier ce que l’on sait de cet appel',
  factsCopied: 'Copié',
  showIds: 'Afficher les ID',
  hideIds: 'Masquer les ID',
  left: 'Message laissé',
  copyLeft: 'Copier le message',
  leftCopied: 'Message copié',
};
