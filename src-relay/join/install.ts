import { copyButton } from './copying.ts';
import { html, type Html } from './html.ts';
import { PACKAGE_KINDS, type Offer, type Package } from './packages.ts';
import type { Reader } from './reader.ts';
import type { JoinWords } from './words.ts';

export interface InstallParts {
  readonly reader: Reader;
  readonly offer: Offer;
  /** Lines that install by apt; none: there are none. */
  readonly apt: readonly string[];
  /** Whether the packages for Windows and macOS lack a signature. */
  readonly unsigned: boolean;
  readonly words: JoinWords;
}

/** The first step: the package that fits with a button, and every other one within reach. */
export function installStep({ reader, offer, apt, unsigned, words }: InstallParts): Html {
  const { first, beside, others } = offer;
  const { install } = words;
  const aptHere = reader.kind === 'computer' && reader.system === 'linux' ? apt : [];
  const aptElsewhere = aptHere.length > 0 ? [] : apt;
  const isUnknown = reader.kind === 'unknown';
  const isAnyElsewhere = others.length + aptElsewhere.length > 0;
  const whyNone = isAnyElsewhere ? install.noneForThis : install.askAdmin;
  return html`<li class="step">
    <h2>${install.title}</h2>
    <p class="already soft">${install.already}</p>
    ${first === null ? null : firstPackage(first, unsigned, words)}
    ${first !== null || aptHere.length > 0 || (isUnknown && isAnyElsewhere) ? null : html`<p>${whyNone}</p>`}
    ${beside.length === 0 ? null : besideList(beside, words)}
    ${aptHere.length === 0 ? null : aptLines(aptHere, first === null, words)}
    ${
      isAnyElsewhere
        ? otherPackages({
            title: isUnknown ? install.all : install.others,
            packages: others,
            apt: aptElsewhere,
            isOpen: isUnknown,
            words,
          })
        : null
    }
    ${sumsOf([...(first === null ? [] : [first]), ...beside, ...others], words)}
  </li>`;
}

function firstPackage(first: Package, unsigned: boolean, words: JoinWords): Html {
  const { install } = words;
  const note =
    unsigned && (first.kind === 'exe' || first.kind === 'dmg') ? install.unsigned[first.kind] : null;
  return html`<p class="actions">
      <a class="button" id="download" href="${first.url}">${install.download[first.system]}</a>
    </p>
    <p class="soft">${nameOf(first, words)}</p>
    <p>${install.afterwards[first.kind]}</p>
    ${
      note === null
        ? null
        : html`<details>
            <summary>${note.title}</summary>
            <p>${note.detail}</p>
          </details>`
    }`;
}

/** Of Windows and Mac the button says the system already. */
function nameOf({ kind, system, processor }: Package, { install }: JoinWords): string {
  const name = install.processor[system][processor];
  return system === 'linux' ? `${install.kind[kind]} · ${name}` : name;
}

function besideList(beside: readonly Package[], words: JoinWords): Html {
  const { install } = words;
  const isMac = beside.some(({ system }) => system === 'macos');
  return html`<p class="beside-title">${install.beside}</p>
    ${rowsOf(beside, words)} ${isMac ? html`<p class="soft">${install.which}</p>` : null}`;
}

export interface OtherPackages {
  readonly title: string;
  readonly packages: readonly Package[];
  readonly apt: readonly string[];
  readonly isOpen: boolean;
  readonly words: JoinWords;
}

/** What is for other computers, folded away unless nothing else is there. */
export function otherPackages({ title, packages, apt, isOpen, words }: OtherPackages): Html {
  return html`<details${isOpen ? html` open` : null}>
<summary>${title}</summary>
${rowsOf(packages, words)}
${apt.length === 0 ? null : aptLines(apt, false, words)}
</details>`;
}

/** A row for each kind, with a link for each processor. */
function rowsOf(packages: readonly Package[], { install }: JoinWords): Html {
  const rows = PACKAGE_KINDS.flatMap((kind) => {
    const own = packages.filter((each) => each.kind === kind);
    if (own.length === 0) return [];
    const links = own.map(({ url, system, processor }) => {
      const name = install.processor[system][processor];
      return html`<a href="${url}" aria-label="${`${install.kind[kind]}, ${name}`}">${name}</a> `;
    });
    return [html`<li><span>${install.kind[kind]}</span> <span class="links">${links}</span></li>`];
  });
  return html`<ul class="packages">
    ${rows}
  </ul>`;
}

function aptLines(lines: readonly string[], isOpen: boolean, words: JoinWords): Html {
  return html`<details${isOpen ? html` open` : null}>
<summary>${words.install.apt}</summary>
<pre tabindex="0" aria-label="${words.install.apt}">${lines.join('\n')}</pre>
<p class="actions">${copyButton(words.copy.lines, 'lines', words)}</p>
</details>`;
}

/** In the way that `sha256sum --check` reads. */
export function sumsOf(packages: readonly Package[], { install }: JoinWords): Html | null {
  const lines = packages.flatMap(({ url, sha256 }) =>
    sha256 === null ? [] : [`${sha256}  ${fileName(url)}`],
  );
  if (lines.length === 0) return null;
  return html`<details>
    <summary>${install.sums}</summary>
    <pre tabindex="0" aria-label="${install.sums}">${lines.join('\n')}</pre>
  </details>`;
}

/** What the browser calls the file. */
function fileName(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
