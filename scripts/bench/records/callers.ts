/** Somebody who calls, as Allo and the CRM both know them. */
export interface Caller {
  readonly at: number;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly number: string;
  readonly company: string;
  readonly deal: {
    readonly title: string;
    readonly amount: number;
    readonly closeDate: string;
  };
}

const FIRST = ['Ana', 'Marc', 'Sofia', 'Jean', 'Emma'];

/** @param at from 0 to 99,999,999 */
export function callerAt(at: number): Caller {
  return {
    at,
    first: FIRST[at % FIRST.length] ?? 'Ana',
    last: `Lopez${letters(at)}`,
    email: `ana.lopez${at}@globex.example`,
    number: `+336${String(at).padStart(8, '0')}`,
    company: `Globex ${letters(at)}`,
    deal: { title: `Pilot ${letters(at)}`, amount: 25_000 + at, closeDate: '2027-03-31' },
  };
}

/** As Allo sends them with a ring. */
export function partyOf({ at, first, last, email, number, company, deal }: Caller): Record<string, unknown> {
  return {
    from_number: number,
    person: {
      id: `con_bench${at}`,
      name: first,
      last_name: last,
      email,
      emails: [email],
      numbers: [number],
      job_title: null,
    },
    company: { id: `com-bench${at}`, name: company },
    deals: [
      {
        id: `dea-bench${at}`,
        name: deal.title,
        status: 'qualified',
        value: deal.amount,
        currency: 'EUR',
        close_date: `${deal.closeDate}T00:00:00`,
      },
    ],
  };
}

/** `aaab`: names are of letters, so that no two are alike. */
function letters(at: number): string {
  return [...String(at)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}
