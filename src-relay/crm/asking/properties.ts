import type { RelayConfig } from '../../config/schema.ts';
import type { AskedProperties } from './connection.ts';

/** A name that any CRM can be asked for. What Allo calls its own properties may be anything else. */
const ASKABLE = /^[A-Za-z0-9_-]{1,64}$/;

/** The properties that the card's facts are from: the CRM may have those that Allo does not send. */
export function propertiesOf({ card }: Pick<RelayConfig, 'card'>): AskedProperties {
  const names = (of: 'person' | 'company'): string[] => {
    const own = card.facts.filter(({ from }) => from.startsWith(`${of}.`));
    const askable = own.map(({ from }) => from.slice(of.length + 1)).filter((name) => ASKABLE.test(name));
    return [...new Set(askable)];
  };
  return { person: names('person'), company: names('company') };
}
