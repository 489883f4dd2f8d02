import { copyButton } from './copying.ts';
import { html, type Html } from './html.ts';
import type { JoinWords } from './words.ts';

/** The second step: the button that hands the link to the app, and the ways around it. */
export function pairStep(words: JoinWords): Html {
  const { pair } = words;
  return html`<li class="step needs-code">
    <h2>${pair.title}</h2>
    <p class="with-script soft">${words.relay}<br /><b id="relay"></b></p>
    <p class="actions with-script"><a class="button" id="open">${pair.open}</a></p>
    <p
      role="status"
      id="said"
      data-opening="${pair.opening}"
      data-left="${pair.left}"
      data-nothing="${pair.nothing}"
    ></p>
    <div class="by-hand with-script">
      <p class="soft">${pair.byHand}</p>
      <p class="actions">${copyButton(words.copy.link, 'link', words)}</p>
    </div>
    <div class="without-script">
      <p>${pair.noScript.title}</p>
      <ul class="points">
        ${pair.noScript.steps.map((step) => html`<li>${step}</li>`)}
      </ul>
    </div>
    <p class="soft">${pair.once}</p>
  </li>`;
}

/** Everything that can be wrong with a link; the script shows the one that is. */
export function troubles({ trouble }: JoinWords): readonly Html[] {
  return (['none', 'bad', 'insecure'] as const).map(
    (kind) =>
      html`<div class="trouble" data-when="${kind}">
        <p><strong>${trouble[kind].title}</strong></p>
        <p>${trouble[kind].detail}</p>
      </div> `,
  );
}
