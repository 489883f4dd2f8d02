/** The words of one language that say whether a deal is still open, in lower case, as they are spelled. */
export interface ClosingWords {
  /** Say so wherever they stand: "Closed won", "Customer lost". */
  readonly closed: readonly string[];
  /** Say so at the start, or after a word like "deal": "Cancelled by customer", but not "Meeting cancelled". */
  readonly first: readonly string[];
  /** Say so on their own, or beside each other or a word like "deal": "Contract signed", but not "NDA signed". */
  readonly alone: readonly string[];
  /** Say so together, although they begin like the opposite. */
  readonly phrases: readonly string[];
  /** What comes within three words after them is not so, or not yet: "not closed", "almost won". */
  readonly notYet: readonly string[];
  /** It was closed, and is not any more. */
  readonly reopened: readonly string[];
  /** What is closed: says nothing by itself. */
  readonly deal: readonly string[];
  /** What a word ends on when it is said of something else, in place of its own ending. */
  readonly endings: readonly (readonly [own: string, others: readonly string[]])[];
}

/** By ISO 639-1. */
export const CLOSING_WORDS = {
  en: {
    closed: words('closed won lost closedwon closedlost'),
    first: words('cancelled canceled abandoned disqualified dead churned expired withdrawn archived outsold'),
    alone:
      words(`win wins loss losses signed completed complete done finished ended sold failed rejected declined
      refused deleted unqualified duplicate junk spam inactive converted dropped recycled omitted successful
      unsuccessful`),
    phrases: [
      'no go',
      'no sale',
      'no decision',
      'not interested',
      'no longer interested',
      'not qualified',
      'out sold',
    ],
    notYet: [
      ...words('not never no non almost nearly soon pending awaiting before pre until unless if likely'),
      ...words(
        'probably expected maybe possibly previously formerly verbal verbally should could might would be',
      ),
      ...words('waiting risk potential potentially forecast forecasted'),
      'lost contact',
      'lost touch',
      'to be',
      'close to',
      'about to',
      'ready to',
    ],
    reopened: [...words('reopened reopen reactivated revived winback'), 're opened', 're open', 'win back'],
    deal: words(
      'deal deals opportunity opp lead order contract sale project job customer client is has been the by',
    ),
    endings: [],
  },
  fr: {
    closed: words('gagné perdu clos'),
    first: words('annulé abandonné archivé disqualifié'),
    alone: words(
      'fermé clôturé terminé conclu signé vendu refusé rejeté échoué expiré perte échec doublon abandon',
    ),
    phrases: [
      'sans suite',
      'non abouti',
      'pas intéressé',
      'non intéressé',
      'pas intéressée',
      "pas d'intérêt",
      'hors cible',
      'devis refusé',
      'devis signé',
    ],
    notYet: [
      ...words('pas non jamais presque bientôt avant plus ni être attente risque'),
      'en voie',
      'contact perdu',
    ],
    reopened: words('réouvert rouvert réactivé reconquête'),
    deal: words(
      'affaire opportunité dossier vente commande contrat projet client prospect est été la le par',
    ),
    endings: [
      ['é', ['ée', 'és', 'ées']],
      ['u', ['ue', 'us', 'ues']],
      ['t', ['te', 'ts', 'tes']],
    ],
  },
  es: {
    closed: words('ganado perdido cerrado'),
    first: words('cancelado anulado abandonado descartado archivado descalificado'),
    alone: words(
      'rechazado finalizado terminado completado concluido firmado vendido fallido caducado pérdida',
    ),
    phrases: ['no interesado', 'no le interesa', 'sin interés', 'presupuesto rechazado'],
    notYet: [
      ...words('no nunca casi sin pronto aún antes ni ser pendiente riesgo'),
      'a punto de',
      'contacto perdido',
      'por ser',
    ],
    reopened: words('reabierto reactivado'),
    deal: words('oportunidad negocio trato venta pedido contrato proyecto cliente está ha sido el la por'),
    endings: [['o', ['a', 'os', 'as']]],
  },
  de: {
    closed: words('gewonnen verloren geschlossen'),
    first: words(
      'storniert abgebrochen abgesprungen abgesagt abgelehnt verworfen aufgegeben disqualifiziert archiviert',
    ),
    alone: words(
      `abgeschlossen beendet erledigt unterschrieben unterzeichnet verkauft gescheitert gekündigt abgelaufen verlust absage storno
      stornierung erfolgreich erfolglos`,
    ),
    phrases: [
      'kein interesse',
      'nicht interessiert',
      'kein bedarf',
      'angebot abgelehnt',
      'auftrag erhalten',
      'auftrag erteilt',
    ],
    notYet: [...words('nicht nie kein keine fast beinahe bald noch vor risiko'), 'kontakt verloren'],
    reopened: words('wiedereröffnet reaktiviert'),
    deal: words(
      'auftrag vertrag verkauf geschäft chance opportunität kunde projekt ist wurde der die das von vom kunden hat',
    ),
    endings: [
      ['n', ['ne', 'ner', 'nes', 'nen']],
      ['t', ['te', 'ter', 'tes', 'ten']],
    ],
  },
  it: {
    closed: words('vinto perso chiuso'),
    first: words('annullato abbandonato scartato archiviato squalificato'),
    alone: words('rifiutato respinto concluso terminato completato firmato venduto fallito scaduto perdita'),
    phrases: ['non interessato', 'senza seguito', 'preventivo rifiutato'],
    notYet: [
      ...words('non mai quasi senza presto prima né essere attesa rischio'),
      'da essere',
      'in attesa di',
      'contatto perso',
    ],
    reopened: words('riaperto riattivato'),
    deal: words(
      'opportunità trattativa affare vendita ordine contratto progetto cliente è stato stata il la da dal',
    ),
    endings: [['o', ['a', 'i', 'e']]],
  },
  pt: {
    closed: words('ganho perdido fechado'),
    first: words('cancelado abandonado descartado arquivado desqualificado anulado'),
    alone: words(`encerrado recusado rejeitado concluído finalizado assinado vendido falhado expirado perda
      desistência desistiu`),
    phrases: ['não interessado', 'sem interesse', 'proposta recusada', 'proposta rejeitada'],
    notYet: [
      ...words('não nunca quase sem breve ainda antes nem ser pendente aguardando risco'),
      'a ser',
      'contato perdido',
    ],
    reopened: words('reaberto reativado'),
    deal: words('oportunidade negócio venda pedido contrato projeto cliente está foi o a pelo'),
    endings: [['o', ['a', 'os', 'as']]],
  },
  nl: {
    closed: words('gewonnen verloren gesloten'),
    first: words(
      'geannuleerd afgewezen afgezegd opgezegd vervallen afgeblazen gediskwalificeerd gearchiveerd',
    ),
    alone: words(
      'afgesloten afgerond voltooid beëindigd ondertekend getekend verkocht mislukt verlopen verlies',
    ),
    phrases: ['geen interesse', 'niet geïnteresseerd', 'offerte afgewezen'],
    notYet: [...words('niet nooit geen bijna binnenkort nog voor wacht risico'), 'contact verloren'],
    reopened: words('heropend gereactiveerd'),
    deal: words('kans verkoop opdracht order contract klant project is werd heeft de het door'),
    endings: [
      ['n', ['ne']],
      ['d', ['de']],
      ['t', ['te']],
    ],
  },
} as const satisfies Readonly<Record<string, ClosingWords>>;

/** Spelled without accents they would be a word that says "closed". */
export const NOT_CLOSED = words('clôture clôtures');

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}
