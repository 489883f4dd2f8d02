import { foldText } from '../../../src-shared/history/fold-text.ts';

const MAX_CHARS = 320;

/** An address as it is compared; null: it is none. */
export function readEmail(text: string): string | null {
  if (text.length > MAX_CHARS) return null;
  const email = text.normalize('NFKC').trim().toLowerCase();
  return /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(email) ? email : null;
}

/** Words that name a desk of a company's in an address, in the languages of western Europe. */
const DESKS = new Set(
  `info infos information informations contact contacts contactus hello hi hey bonjour hola hallo ciao mail email courrier post
  office bureau buero biro oficina ufficio kantoor reception receptie accueil empfang recepcion welcome team equipe equipo
  sales sale vente ventes ventas vendas vendite vertrieb verkauf verkoop commercial comercial commerciale kommerziell
  support help helpdesk hotline aide ayuda hilfe service services servicio servizio kundenservice kundendienst
  customer customers customerservice customercare care client clients clientes clienti kunden klanten sav savclient
  admin administration administracion administratie amministrazione verwaltung secretariat secretaria segreteria sekretariat
  account accounts accounting compta comptabilite contabilidad contabilita buchhaltung boekhouding finance finances finanzen
  billing facturation facturacion fatturazione facture factures invoice invoices rechnung rechnungen payments payment
  hr rh jobs job career careers recrutement recruitment bewerbung personal marketing communication press presse prensa media
  direction management ceo legal juridique privacy dpo rgpd gdpr it tech technique technik security
  order orders commande commandes pedidos bestellung bestellungen booking bookings reservation reservations reservas prenotazioni
  shop store boutique magasin tienda negozio laden agence agency agencia agentur agenzia cabinet hotel restaurant mairie
  enquiry enquiries inquiry inquiries anfrage kontakt contacto contatto contato webmaster postmaster hostmaster
  noreply donotreply nepasrepondre planning logistique logistics achat achats purchasing einkauf compras technical dispatch
  studio garage clinic clinique praxis pharmacie`.split(/\s+/),
);
/** Between "no" and "reply" stands what parts words too. */
const JOINED_DESKS = /^(?:no|do ?not|ne ?pas) ?(?:reply|repondre)$/;

/**
 * Whether an address is a desk's, which many answer, and so says no more than a switchboard's number does: `info@`,
 * `service.client@`, `sales-fr@`, `acme@acme.com`.
 */
export function isDeskAddress(email: string): boolean {
  const at = email.lastIndexOf('@');
  const words = foldText(email.slice(0, at).replace(/\+.*$/, ''))
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  const [house = ''] = foldText(email.slice(at + 1)).split('.', 1);
  const joined = words.join('');
  if (joined === '' || joined === house.replace(/[^a-z]/g, '')) return true;
  if (JOINED_DESKS.test(words.join(' '))) return true;
  return words.some((word) => DESKS.has(word)) && words.every((word) => DESKS.has(word) || word.length <= 2);
}
