import { createHash } from 'node:crypto';
import icon from '../../assets/icon.svg?raw';
import controls from './browser/controls.css?raw';
import page from './browser/page.css?raw';
import script from './browser/page.js?raw';
import shown from './browser/shown.css?raw';
import { Html } from './html.ts';

/** What is shown of it comes last: it goes before the rest. */
const style = [page, controls, shown].join('\n');

/** The page's style and script stand in the page itself: one answer, and nothing of another release beside it. */
export const STYLE = Html.ours(`<style>${style}</style>`);
export const SCRIPT = Html.ours(`<script>${script}</script>`);
export const ICON = `data:image/svg+xml;base64,${Buffer.from(icon).toString('base64')}`;

/** What the page may do: run these very two texts and show the icon. No request of its own, no form, no frame. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** https://www.w3.org/TR/CSP3/#grammardef-hash-source */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
