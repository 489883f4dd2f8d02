import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formsOf, isClosedStatus, plainStatus } from '../../../src-shared/crm/closed.ts';
import { CLOSING_WORDS, type ClosingWords } from '../../../src-shared/crm/closed-words.ts';
import { cpuMsOf } from '../../fixtures/cpu-time.ts';

const LANGUAGES: readonly (readonly [string, ClosingWords])[] = Object.entries(CLOSING_WORDS);

/** How somebody may have written the same words. */
const dressed = (word: string) =>
  fc
    .tuple(
      fc.constantFrom<(text: string) => string>(
        (text) => text,
        (text) => text.toUpperCase(),
        (text) => text.charAt(0).toUpperCase() + text.slice(1),
        (text) => text.normalize('NFD'),
        (text) => text.normalize('NFD').replaceAll(/\p{M}/gu, ''),
      ),
      fc.constantFrom('', '6. ', '10_', '3) ', '✅ ', '  ', '[', '100% '),
      fc.constantFrom('', ' 🎉', '!', ' (90%)', ' - 2026', ' ', ']', ' ✅'),
    )
    .map(([write, before, after]) => `${before}${write(word)}${after}`);

const anyOf = (pick: (language: ClosingWords) => readonly string[]) =>
  fc.constantFrom(...LANGUAGES.flatMap(([, language]) => pick(language)));

describe('a deal is closed', () => {
  test.each(
    `closedwon|closedlost|Closed Won|Closed-Lost to Competition|Won 🎉|❌ Lost|Won (100%)|CLOSED/LOST|10_closedwon|ClosedWon
    |ＣＬＯＳＥＤ ＷＯＮ|dealwon|Lost: no budget|Lost to competitor|Closed - not interested|abandoned|Disqualified|Dead|Churned
    |Contract signed|Completed|Win|Loss|Sold|Archived|No decision|Not interested|No go|Cancelled by customer|Deal cancelled
    |Fermé gagné|FERME GAGNE|Perdu - prix|Perdu (pas de budget)|Gagné ✅|Abandonnée|Affaire perdue|Opportunité gagnée
    |Classé sans suite|Non abouti|Clôturé|Perdues|Ganada|Cerrada perdida|No interesado|6. Gewonnen|Auftrag verloren
    |Verlorener Deal|Vertrag abgeschlossen|Abgebrochen|Vinta|Chiusa persa|Fechado ganho|Não interessado|Afgewezen
    |Geen interesse|closedWonRenewal|ClosedLostPrice|Converted|Dropped|No longer interested|Unsuccessful|Declined by customer
    |Rejected by client|Job completed|Abandon|Devis refusé|Devis signé|Refusé par le client|Presupuesto rechazado
    |Erfolgreich abgeschlossen|Auftrag erhalten|Angebot abgelehnt|Absage|Storno|Preventivo rifiutato|Desistência
    |Proposta recusada|Offerte afgewezen|Contract getekend|Vertrag unterzeichnet|Kunde hat abgesagt|Klant heeft afgezegd
    |Pas d’intérêt|Hors cible|Gagné - en attente de paiement|Closed won, not paid yet
    |Deal: cancelled|Vente - annulée|Rejected - price|Completed (2026)|100% completed|✅ Completed|Demo - closed lost`
      .split('|')
      .map((status) => status.trim()),
  )('"%s"', (status) => {
    expect(isClosedStatus(status)).toBe(true);
  });

  test('by every closing word of every language, however it is written', () => {
    const word = anyOf((language) =>
      [...language.closed, ...language.first, ...language.alone].flatMap((one) => [
        one,
        ...formsOf(one, language),
      ]),
    );
    fc.assert(
      fc.property(
        word.chain(dressed).filter((status) => status.trim() !== ''),
        (status) => {
          expect(isClosedStatus(status), status).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('by two closing words that were joined, and by one that stands after a word like "deal"', () => {
    const english = CLOSING_WORDS.en;
    fc.assert(
      fc.property(fc.constantFrom(...english.closed), fc.constantFrom(...english.closed), (one, other) => {
        expect(isClosedStatus(`${one}${other}`)).toBe(true);
      }),
    );
    for (const [, { deal, first }] of LANGUAGES)
      for (const what of deal)
        for (const word of first) expect(isClosedStatus(`${what} ${word}`), what).toBe(true);
  });
});

describe('a deal is open', () => {
  test.each(
    `Reopened|Re-opened|Reopened (was lost)|Closed → Reopened|Réouverte|Wiedereröffnet|Riaperta|Win-back
    |Not closed|notclosed|non-closed|unclosed|Not yet won|Won't close|isn't lost|Almost won|Soon won|Close to won|To be closed
    |Pas encore fermé|Presque gagné|Noch nicht gewonnen|Ainda não fechado|No cerrado|Non ancora chiuso|Nog niet gesloten
    |Closing|Close|To close|Closing (90%)|En cours de clôture|Clôture|Por ganar|Meeting cancelled|Demo completed|NDA signed
    |Offre ferme|qualified|Negotiation|decisionmakerboughtin|contractsent|qualifiedtobuy|Wonder|Disclosed|Enclosed
    |Verbal won|Should be won|Could be lost|At risk of being lost|Lost?|Order signed?|Perdu ?|Lost contact|Contact perdu|Contacto perdido|Kontakt verloren
    |Contatto perso|Contato perdido|Contact verloren|Potentially won
    |Forecast won|En voie d'être gagné|Peut-être perdu|En attente de devis signé|Riesgo de pérdida|Puede ser perdido
    |Può essere perso|Pode ser perdido|Demo erfolgreich abgeschlossen|Rejected by legal|unClosed|Demo completed by customer
    |Demo: Completed|Discovery - complete|Step 1 completed|Meeting - Cancelled|NDA: signed|Trial: expired|RDV : annulé
    |Termin: erledigt|Reunión - cancelada|Needs analysis / Done|Kick-off, done
    |Deadline set|prospect|deal|Open|On hold|100%|🎉`
      .split('|')
      .map((status) => status.trim()),
  )('"%s"', (status) => {
    expect(isClosedStatus(status)).toBe(false);
  });

  test('when a "not" or "not yet" of the language stands before the word, or it was reopened', () => {
    for (const [name, { closed, notYet, reopened }] of LANGUAGES)
      for (const word of closed) {
        for (const before of notYet)
          expect(isClosedStatus(`${before} ${word}`), `${name}: ${before} ${word}`).toBe(false);
        for (const after of reopened)
          expect(isClosedStatus(`${word} / ${after}`), `${name}: ${after}`).toBe(false);
      }
  });

  test('when a word that closes only a deal is said of something else', () => {
    const anywhere = new Set(
      LANGUAGES.flatMap(([, language]) => language.closed.flatMap((word) => formsOf(word, language))),
    );
    for (const [, language] of LANGUAGES)
      for (const word of [...language.first, ...language.alone].filter(
        (one) => !anywhere.has(plainStatus(one)),
      ))
        expect(isClosedStatus(`Xyzzy ${word}`), word).toBe(false);
  });

  test('when nobody knows the word: no text throws, or takes long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(typeof isClosedStatus(text)).toBe('boolean');
      }),
    );
    const long = ['no'.repeat(5_000), 'won'.repeat(3_000), 'x '.repeat(5_000), 'nonono'.repeat(5) + 'x'];
    expect(cpuMsOf(() => long.forEach(isClosedStatus))).toBeLessThan(1_000);
  });
});

test('the guide lists the words of every language', () => {
  const guide = readFileSync(new URL('../../../docs/closed-deals.md', import.meta.url), 'utf8');
  for (const [name, language] of LANGUAGES) {
    const list = (texts: readonly string[]) => texts.join(', ');
    const { closed, first, alone, phrases, notYet, reopened } = language;
    const row = [name, closed, first, alone, phrases, notYet, reopened].map((cell) =>
      typeof cell === 'string' ? `\`${cell}\`` : list(cell),
    );
    expect(guide).toContain(`| ${row.join(' | ')} |`);
  }
});
