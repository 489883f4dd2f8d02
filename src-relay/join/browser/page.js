/**
 * The script of the page behind a pairing link. It takes the code out of the address, hands it to the app when somebody
 * presses the button, and sends it nowhere else. The words are the page's own; this only says which of them are shown.
 */
(() => {
  'use strict';
  const root = document.documentElement;
  const told = root.dataset;
  told['script'] = '';

  /** How long a browser and the system take to bring up an app, or the question whether they may. */
  const OPENS_WITHIN_MS = 2500;
  const COPIED_FOR_MS = 2500;
  const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

  /** @type {string | null} */
  let code = null;

  /** The relay's address: as the admin has set it, or where the page came from. */
  function relay() {
    if (told['relay'] !== undefined && told['relay'] !== '') return new URL(told['relay']);
    const door = new RegExp(`/${told['door']}/?$`);
    return new URL(location.origin + location.pathname.replace(door, ''));
  }

  /**
   * The code stays in the address until it was used, so that the address can be copied and sent on; afterwards it is in the
   * state of this entry of the history, which a reload keeps, and nothing shows or sends along.
   */
  function readCode() {
    const found = new RegExp(told['codePattern'] ?? '').exec(location.hash);
    const kept = location.hash === '' ? keptCode() : null;
    code = found?.[1] ?? kept;
    delete told['opened'];
    told['code'] = stateOf(code);
  }

  /** @param {string | null} code */
  function stateOf(code) {
    const { protocol, hostname } = relay();
    if (protocol !== 'https:' && !THIS_MACHINE.has(hostname)) return 'insecure';
    if (code !== null) return 'good';
    return location.hash === '' || location.hash === '#' ? 'none' : 'bad';
  }

  /** @returns {string | null} */
  function keptCode() {
    /** @type {unknown} */
    const state = history.state;
    if (typeof state !== 'object' || state === null || !('code' in state)) return null;
    return typeof state.code === 'string' && new RegExp(told['codePattern'] ?? '').test(`#${state.code}`)
      ? state.code
      : null;
  }

  function forgetAddress() {
    if (code === null || location.hash === '') return;
    history.replaceState({ code }, '', location.pathname + location.search);
  }

  function appLink() {
    return `${told['scheme']}://pair?relay=${encodeURIComponent(withoutSlash(relay()))}&code=${code}`;
  }

  function pageLink() {
    return `${withoutSlash(relay())}/${told['door']}#${code}`;
  }

  /** @param {URL} url */
  function withoutSlash(url) {
    return url.href.replace(/\/$/, '');
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {string} text
   */
  function offer(button, text) {
    const label = button.parentElement?.querySelector('.to-copy');
    const field = label?.querySelector('textarea');
    if (!(label instanceof HTMLElement) || !field) return;
    field.value = text;
    label.hidden = false;
    field.focus();
    field.select();
  }

  readCode();
  // A tablet that says it is a Mac: https://webkit.org/blog/9674/new-webkit-features-in-safari-13/
  if (/\bMacintosh\b/.test(navigator.userAgent) && navigator.maxTouchPoints > 1) told['device'] = 'phone';

  document.addEventListener('DOMContentLoaded', () => {
    const open = /** @type {HTMLAnchorElement} */ (document.getElementById('open'));
    const said = /** @type {HTMLElement} */ (document.getElementById('said'));
    const heard = /** @type {HTMLElement} */ (document.getElementById('heard'));
    const share = /** @type {HTMLElement} */ (document.getElementById('share'));

    function showLink() {
      /** @type {HTMLElement} */ (document.getElementById('relay')).textContent = relay().host;
      said.textContent = '';
      if (code === null) open.removeAttribute('href');
      else open.href = appLink();
    }
    showLink();
    addEventListener('hashchange', () => {
      readCode();
      showLink();
    });

    /** @param {'opening' | 'left' | 'nothing'} how */
    function say(how) {
      told['opened'] = how;
      said.textContent = said.dataset[how] ?? '';
    }

    let waiting = 0;
    open.addEventListener('click', () => {
      say('opening');
      clearTimeout(waiting);
      waiting = setTimeout(() => say('nothing'), OPENS_WITHIN_MS);
    });
    // The app, or the browser's question whether it may be opened, takes the focus.
    function left() {
      if (told['opened'] !== 'opening') return;
      clearTimeout(waiting);
      say('left');
      forgetAddress();
    }
    addEventListener('blur', left);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') left();
    });

    document.getElementById('download')?.addEventListener('click', () => {
      told['got'] = '';
    });

    if (typeof navigator.share === 'function') {
      share.hidden = false;
      // Whoever thinks better of it has not met with an error.
      share.addEventListener('click', () => {
        navigator.share({ url: pageLink(), title: document.title }).catch(() => {});
      });
    }

    for (const button of document.querySelectorAll('button[data-copy]')) {
      if (button instanceof HTMLButtonElement) button.addEventListener('click', () => void copy(button));
    }

    /** @param {HTMLButtonElement} button */
    async function copy(button) {
      const lines = button.closest('details')?.querySelector('pre')?.textContent ?? '';
      const text = button.dataset['copy'] === 'link' ? pageLink() : lines;
      try {
        await navigator.clipboard.writeText(text);
        const label = button.dataset['label'] ?? button.textContent?.trim() ?? '';
        button.dataset['label'] = label;
        button.textContent = button.dataset['done'] ?? '';
        heard.textContent = button.textContent;
        setTimeout(() => {
          button.textContent = label;
          heard.textContent = '';
        }, COPIED_FOR_MS);
      } catch {
        // Without encryption, or where it is forbidden, there is no clipboard: a field that is selected is next best.
        offer(button, text);
      }
    }
  });
})();
