import type { CallFactKind } from '../card/call-facts.ts';

/** What is told of a call besides what its card shows. */
export const fact: Readonly<Record<CallFactKind, string>> = {
  line: 'Line',
  lineName: 'Line’s name in Allo',
  firstDialled: 'First dialled',
  callerName: 'Name in Allo',
  handledBy: 'Handled by',
  transferredFrom: 'Transferred from',
  transferredTo: 'Transferred to',
  callId: 'Call ID',
  originalCallId: 'ID of the call before',
  contactId: 'Contact ID',
  companyId: 'Company ID',
  dealId: 'Deal ID',
  crmId: 'Contact’s ID in the CRM',
};

export const contact = {
  title: 'Contact details',
  emails: 'E-mail',
  numbers: 'Other numbers',
  company: 'Company',
  unnamedDeal: 'Deal',
  copy: 'Copy contact details',
  copied: 'Contact details copied',
  copyEmail: 'Copy e-mail',
  emailCopied: 'E-mail copied',
  furtherEmails: (count: number) => `+${count} more`,
  copyValue: (name: string) => `Copy ${name}`,
  valueCopied: (name: string) => `${name} copied`,
  factsTitle: 'About this call',
  copyFacts: 'Copy what is known about this call',
  factsCopied: 'Copied',
  showIds: 'Show IDs',
  hideIds: 'Hide IDs',
  left: 'Message left',
  copyLeft: 'Copy message',
  leftCopied: 'Message copied',
};
