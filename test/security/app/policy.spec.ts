import { expect, test, violationsOf } from './desk.ts';

test('C2 a script that got into a page does not run', async ({ desk }) => {
  for (const page of [desk.pop, desk.home]) {
    const met = await violationsOf(page, () => {
      const [script, picture] = [document.createElement('script'), document.createElement('img')];
      const CODE = 'window.pwned = true';
      for (const attempt of [
        () => (script.textContent = CODE),
        () => script.append(CODE),
        () => script.appendChild(document.createTextNode(CODE)),
        () => picture.setAttribute('onerror', CODE),
        () => document.body.setAttribute('onclick', CODE),
        () => (location.href = `javascript:${CODE}`),
      ]) {
        try {
          attempt();
        } catch {
          // Trusted types refuse it already.
        }
      }
      picture.src = 'data:,';
      document.body.append(script, picture);
      document.body.click();
      script.remove();
      picture.remove();
    });
    expect(met.length).toBeGreaterThan(0);
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  }
});

test('C3 a page loads nothing from elsewhere, of whatever kind', async ({ desk }) => {
  const met = await violationsOf(desk.home, async () => {
    const made: HTMLElement[] = [];
    const put = (name: string, attributes: Record<string, string>) => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) {
        try {
          element.setAttribute(key, value);
        } catch {
          // Trusted types refuse it.
        }
      }
      document.body.append(element);
      made.push(element);
    };
    const src = 'https://evil.example/x';
    put('img', { src });
    put('audio', { src });
    put('video', { src });
    put('iframe', { src });
    put('embed', { src, type: 'application/pdf' });
    put('object', { data: src, type: 'application/pdf' });
    put('link', { rel: 'stylesheet', href: src });
    put('link', { rel: 'manifest', href: src });
    put('link', { rel: 'prefetch', href: src });
    put('style', {});
    made.at(-1)?.append('body { background: red }');
    const form = document.createElement('form');
    form.action = src;
    document.body.append(form);
    made.push(form);
    form.submit();
    await fetch(src).catch(() => undefined);
    navigator.sendBeacon(src);
    for (const open of [
      () => new WebSocket('wss://evil.example/'),
      () => new EventSource(src),
      () => new Worker('data:text/javascript,0'),
    ]) {
      try {
        open();
      } catch {
        // Refused before the policy is asked.
      }
    }
    await new FontFace('evil', `url(${src})`).load().catch(() => undefined);
    for (const element of made) element.remove();
  });
  expect([...new Set(met)].sort()).toEqual(
    expect.arrayContaining([
      'connect-src',
      'font-src',
      'form-action',
      'frame-src',
      'img-src',
      'media-src',
      'object-src',
      'style-src-elem',
    ]),
  );
});

test('C4 no HTML, script or address of a script is made from text', async ({ desk }) => {
  const refused = await desk.home.evaluate(() => {
    const attempts: (() => unknown)[] = [
      () => (document.createElement('p').innerHTML = '<b>x</b>'),
      () => (document.createElement('p').outerHTML = '<b>x</b>'),
      () => document.createElement('p').insertAdjacentHTML('beforeend', '<b>x</b>'),
      () => document.write('<b>x</b>'),
      () => new DOMParser().parseFromString('<b>x</b>', 'text/html'),
      () => document.createRange().createContextualFragment('<b>x</b>'),
      () => (document.createElement('iframe').srcdoc = '<b>x</b>'),
      () => (document.createElement('script').src = 'https://evil.example/x.js'),
      () => (document.createElement('script').text = 'x'),
      () => setTimeout('window.pwned = 1', 0),
      () => Reflect.get(window, 'trustedTypes').createPolicy('mine', { createHTML: (text: string) => text }),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return attempt.toString();
      } catch {
        return 'refused';
      }
    });
  });
  expect(new Set(refused)).toEqual(new Set(['refused']));
});

test('C5 no page of ours can be put into a frame, its own among them', async ({ desk }) => {
  const met = await violationsOf(desk.home, () => {
    const frame = document.createElement('iframe');
    frame.src = 'app://ringside/pop.html';
    document.body.append(frame);
    requestAnimationFrame(() => frame.remove());
  });
  expect(met).toContain('frame-src');
  expect(desk.home.frames().filter((frame) => frame.url().startsWith('app:'))).toHaveLength(1);
});
