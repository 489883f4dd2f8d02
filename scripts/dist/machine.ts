import { githubAnswers } from '../setup/electron-download.ts';
import { toolPath } from '../setup/libraries.ts';
import type { Machine } from './targets.ts';

const TOOLS = ['dpkg-deb', 'rpmbuild', 'mksquashfs', 'desktop-file-validate'];

/** Looks at the machine that this runs on. */
export async function lookAtMachine(env = process.env): Promise<Machine> {
  return {
    system: process.platform,
    architecture: process.arch,
    githubAnswers: await githubAnswers(env),
    tools: new Set(TOOLS.filter((tool) => toolPath(tool) !== null)),
  };
}
