import { PRODUCT } from '../../src-shared/product.ts';
import { CODE_IN_FRAGMENT, JOIN_DOOR, LINK_SCHEME } from '../../src-shared/wire/pairing-link.ts';
import type { Downloads } from '../config/downloads.ts';
import { copyButton } from './copying.ts';
import { html, type Html } from './html.ts';
import { installStep, otherPackages, sumsOf } from './install.ts';
import type { PageLanguage } from './language.ts';
import { offerFor, packagesIn, type Offer, type Package } from './packages.ts';
import { pairStep, troubles } from './pair.ts';
import type { Reader } from './reader.ts';
import { ICON, SCRIPT, STYLE } from './sources.ts';
import { JOIN_WORDS, type JoinWords } from './words.ts';

export interface PageParts {
  readonly language: PageLanguage;
  readonly reader: Reader;
  readonly downloads: Downloads;
  /** Undefined: the relay is where the page came from. */
  readonly publicUrl: string | undefined;
}

/**
 * The page behind a pairing link. It never holds the code: that is in the fragment of its address, which browsers keep to
 * themselves, and the page's script takes it from there.
 */
export function renderJoinPage({ language, reader, downloads, publicUrl }: PageParts): string {
  const words = JOIN_WORDS[language];
  const packages = packagesIn(downloads);
  const offer = offerFor(reader, packages);
  const { text } = html`<!doctype html>
    <html
      lang="${language}"
      data-device="${reader.kind === 'phone' ? 'phone' : 'computer'}"
      ${offer.first === null ? html` data-got` : null}
      data-relay="${publicUrl ?? ''}"
      data-scheme="${LINK_SCHEME}"
      data-door="${JOIN_DOOR}"
      data-code-pattern="${CODE_IN_FRAGMENT}"
    >
      <head>
        <meta charset="utf-8" />
        <title>${words.title}</title>
        <meta name="description" content="${words.promise}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="${ICON}" />
        ${STYLE} ${SCRIPT}
      </head>
      <body>
        <main>
          <header><img src="${ICON}" alt="" width="32" height="32" />${PRODUCT}</header>
          ${troubles(words)} ${onComputer({ reader, offer, downloads, words })}
          ${onPhone(packages, downloads.linux.apt, words)}
          <p class="unseen" role="status" id="heard"></p>
        </main>
      </body>
    </html> `;
  return text;
}

interface Shown {
  readonly reader: Reader;
  readonly offer: Offer;
  readonly downloads: Downloads;
  readonly words: JoinWords;
}

function onComputer({ reader, offer, downloads, words }: Shown): Html {
  const { unsigned } = downloads;
  return html`<div class="on-computer">
    <h1>${words.title}</h1>
    <p class="promise">${words.promise}</p>
    <ol class="steps">
      ${installStep({ reader, offer, apt: downloads.linux.apt, unsigned, words })} ${pairStep(words)}
    </ol>
  </div>`;
}

function onPhone(packages: readonly Package[], apt: readonly string[], words: JoinWords): Html {
  const { phone } = words;
  const others = { title: phone.packages, packages, apt, isOpen: false, words };
  return html`<div class="on-phone">
    <h1>${phone.title}</h1>
    <p class="promise">${phone.detail}</p>
    <div class="needs-code">
      <p class="without-script">${phone.noScript}</p>
      <p class="actions">
        <button type="button" class="button" id="share" hidden>${phone.share}</button>
        ${copyButton(words.copy.link, 'link', words, '')}
      </p>
    </div>
    ${packages.length + apt.length === 0 ? null : otherPackages(others)} ${sumsOf(packages, words)}
  </div>`;
}
