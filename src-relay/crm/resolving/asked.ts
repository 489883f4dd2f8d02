import { CrmFailure, type CrmConnection, type CrmTrouble, type Flight } from '../contract.ts';

/** What the CRM said, or why it said nothing. */
export type Answer<T> =
  | { readonly isSaid: true; readonly value: T }
  | { readonly isSaid: false; readonly trouble: CrmTrouble };

type Question = 'peopleBy' | 'person' | 'company' | 'companiesNamed' | 'openDealsOf' | 'deal';

/** The CRM's questions in one flight. No answer is an answer, too: none of them throws. */
export type Asked = {
  readonly [Q in Question]: CrmConnection[Q] extends (about: infer About, flight: Flight) => Promise<infer T>
    ? (about: About) => Promise<Answer<T>>
    : never;
};

/**
 * @param heard hears why there was no answer
 * @param isOver whether nobody wants to know any more: then nothing is asked
 */
export function askedIn(
  connection: CrmConnection,
  flight: Flight,
  heard: (trouble: CrmTrouble) => void,
  isOver: () => boolean | Promise<boolean> = () => false,
): Asked {
  async function settle<T>(question: () => Promise<T>): Promise<Answer<T>> {
    if (await isOver()) return { isSaid: false, trouble: 'too-late' };
    try {
      return { isSaid: true, value: await question() };
    } catch (error) {
      // Whatever else is thrown comes of an answer in a shape that nobody foresaw.
      const trouble = error instanceof CrmFailure ? error.trouble : 'unreadable';
      heard(trouble);
      return { isSaid: false, trouble };
    }
  }
  return {
    peopleBy: (clues) => settle(() => connection.peopleBy(clues, flight)),
    person: (which) => settle(() => connection.person(which, flight)),
    company: (id) => settle(() => connection.company(id, flight)),
    companiesNamed: (name) => settle(() => connection.companiesNamed(name, flight)),
    openDealsOf: (of) => settle(() => connection.openDealsOf(of, flight)),
    deal: (id) => settle(() => connection.deal(id, flight)),
  };
}
