import type { Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on a page as it is: a line for each element, none when all is well. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Through the debugger: the CSP holds back scripts of pages. Half a megabyte, once a page.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    // A colour on its way from one state to the next is neither.
    for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
    const { axe } = globalThis as unknown as {
      axe: { run(page: Document, how: object): Promise<AxeResults> };
    };
    // What passes is not worked out in detail.
    const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    );
  }, RULES);
}

/** What a pointer can press that is smaller than 24 by 24: https://www.w3.org/TR/WCAG22/#target-size-minimum */
export async function smallTargets(page: Page): Promise<string[]> {
  return page.locator('button, a[href], input, select, textarea, summary').evaluateAll((controls) =>
    controls.flatMap((control) => {
      const target = control.closest('label') ?? control;
      const { width, height } = target.getBoundingClientRect();
      if (width === 0 || (width >= 24 && height >= 24)) return [];
      return [`${control.outerHTML.slice(0, 120)} ${Math.round(width)}x${Math.round(height)}`];
    }),
  );
}

/** What lies outside of the page's width: nothing may need a horizontal scroll. */
export async function cutOff(page: Page): Promise<string[]> {
  return page.locator('button, input, select, h1, h2, h3, p, label, time').evaluateAll((elements) =>
    elements.flatMap((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      const wide = element.ownerDocument.documentElement.clientWidth;
      if (width <= 1 || (left >= -1 && right <= wide + 1)) return [];
      return [`${element.outerHTML.slice(0, 120)} ${Math.round(left)} to ${Math.round(right)} of ${wide}`];
    }),
  );
}

/** What must be scrolled sideways to be read whole: https://www.w3.org/TR/WCAG22/#reflow */
export async function sideways(page: Page): Promise<string[]> {
  return page.locator('html, html *').evaluateAll((elements) =>
    elements.flatMap((element) => {
      const scrolls = element.matches('html') || /auto|scroll/.test(getComputedStyle(element).overflowX);
      if (!scrolls || element.scrollWidth <= element.clientWidth + 1) return [];
      return [`${element.outerHTML.slice(0, 120)} ${element.scrollWidth} of ${element.clientWidth}`];
    }),
  );
}

/** Goes through the page with Tab, and tells the stops at which no focus is to be seen. */
export async function unseenFocus(page: Page, stops: number): Promise<string[]> {
  const unseen: string[] = [];
  for (let n = 0; n < stops; n += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.locator(':focus').evaluateAll(([focused]) => {
      if (focused === undefined) return null;
      const seen = (element: Element | null) => {
        const style = element?.ownerDocument.defaultView?.getComputedStyle(element);
        return (
          style !== undefined && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2
        );
      };
      return seen(focused) || seen(focused.nextElementSibling) ? null : focused.outerHTML.slice(0, 160);
    });
    if (stop !== null) unseen.push(stop);
  }
  return unseen;
}
