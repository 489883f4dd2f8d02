/** A piece of HTML. What is in it was escaped when it was put there, or written by us. */
export class Html {
  readonly text: string;
  private constructor(text: string) {
    this.text = text;
  }

  /** HTML, CSS or a script as it stands in our sources. Never for what came from elsewhere. */
  static ours(text: string): Html {
    return new Html(text);
  }
}

/** What may stand in a piece: a text is escaped, be it between tags or in an attribute with quotation marks. */
export type Part = string | Html | readonly Html[] | null;

/** Makes a piece of HTML: `` html`<p title="${anything}">${anything}</p>` ``. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return Html.ours(pieces.map((piece, at) => piece + textOf(parts[at] ?? null)).join(''));
}

function textOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return part.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return part instanceof Html ? part.text : part.map(({ text }) => text).join('');
}
