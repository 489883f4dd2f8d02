import { html, type Html } from './html.ts';
import type { JoinWords } from './words.ts';

/** A button that copies the link, or the lines that stand before it; where the browser does not let it, it shows a field to copy from. Without script it is not there. */
export function copyButton(
  label: string,
  what: 'link' | 'lines',
  { copy }: JoinWords,
  looks: '' | 'quiet small' = 'quiet small',
): Html {
  return html`<button
      type="button"
      class="button ${looks} with-script"
      data-copy="${what}"
      data-done="${copy.done}"
    >
      ${label}
    </button>
    <label class="to-copy" hidden
      >${copy.byHand} <textarea readonly rows="2" spellcheck="false"></textarea>
    </label>`;
}
