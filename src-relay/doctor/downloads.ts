import type { Downloads } from '../config/downloads.ts';
import { packagesIn } from '../join/packages.ts';
import { ask } from './asking.ts';
import { ok, warn, type Finding } from './finding.ts';

const ABOUT = 'downloads';

/** Whether agents get what the page behind a pairing link offers them. Asks for the heads only. */
export async function lookAtDownloads(downloads: Downloads): Promise<Finding[]> {
  const urls = [...new Set(packagesIn(downloads).map(({ url }) => url))];
  // No fault where somebody else installs the app.
  if (urls.length === 0)
    return [ok(ABOUT, 'none are set: the page behind a pairing link tells agents to ask their admin')];
  const troubles = (await Promise.all(urls.map(lookAt))).filter((finding) => finding !== null);
  const count = urls.length === 1 ? 'the one that is set answers' : `all ${urls.length} answer`;
  return troubles.length === 0 ? [ok(ABOUT, count)] : troubles;
}

/** Servers that take no HEAD are there none the less. */
const ANSWERS_TO_HEAD = new Set([405, 501]);

async function lookAt(url: string): Promise<Finding | null> {
  const answer = await ask(new URL(url), { method: 'HEAD', redirect: 'follow' });
  if (!answer.ok) {
    return warn(
      ABOUT,
      `no answer at ${url}: ${answer.why}`,
      'correct it, or ask from an agent’s computer: this machine may have another way there',
    );
  }
  const { status, headers } = answer;
  if ((status < 200 || status > 299) && !ANSWERS_TO_HEAD.has(status))
    return warn(ABOUT, `${url} answers ${status}`, 'correct the address, or put the package there');
  if (headers.get('content-type')?.startsWith('text/html') === true && status < 300)
    return warn(ABOUT, `${url} is a web page`, 'name the package itself: agents download what is there');
  return null;
}
