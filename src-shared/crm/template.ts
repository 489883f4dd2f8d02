import * as v from 'valibot';

/** Placeholders that a custom template may use, none of them before the path. */
export const PLACEHOLDER = /\{([A-Za-z0-9_.-]{1,80})\}/g;
const KNOWN_PLACEHOLDER = /^(?:(?:person|company|deal)\.[A-Za-z0-9_-]{1,64}|integration_id|name|number)$/;

/** The address of a page as an admin writes it, with placeholders for what is filled in. */
export const template = v.pipe(
  v.string(),
  v.maxLength(1024),
  v.check(
    isSafeTemplate,
    'must be https://host/… as browsers write it, without user, port or placeholder before the path, placeholders like {deal.id}',
  ),
);

const hostLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether a text is one label of a host's name. */
export function isHostLabel(text: string): boolean {
  return hostLabel.test(text);
}

/**
 * Whether a host can be one: labels of letters, digits and inner hyphens, no longer than DNS takes them, and written as
 * browsers write it, who take numbers for an address.
 */
export function isHost(host: string): boolean {
  const address = `https://${host}/`;
  return (
    host.length <= 253 &&
    host.split('.').every(isHostLabel) &&
    URL.canParse(address) &&
    new URL(address).host === host
  );
}

/** The host that a template is fixed to. */
export function hostOf(text: string): string {
  return /^https:\/\/([a-z0-9.-]+)\//.exec(text)?.[1] ?? '';
}

function isSafeTemplate(text: string): boolean {
  const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  const host = hostOf(text);
  const filled = text.replace(PLACEHOLDER, '1');
  return (
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) &&
    isHost(host) &&
    names.every((placeholder) => KNOWN_PLACEHOLDER.test(placeholder)) &&
    !/[{}\s\\]/.test(text.replace(PLACEHOLDER, '')) &&
    // What a browser would write in another way, like `/../`, is never opened.
    new URL(filled).href === filled
  );
}
