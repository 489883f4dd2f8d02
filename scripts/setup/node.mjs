import { existsSync, realpathSync } from 'node:fs';
import { PINNED_NODE } from './places.mjs';
import { passThrough } from './processes.mjs';
import { Problem } from './problem.mjs';

const OLDEST = 20;

/** @throws {Problem} wrong-node */
export function checkNode(version = process.versions.node) {
  if (Number.parseInt(version, 10) >= OLDEST) return;
  throw new Problem(
    'wrong-node',
    `Node ${OLDEST} or newer is needed to set up, and this is ${version}. Get one from https://nodejs.org.`,
  );
}

/** Whether this process already runs on the Node that package.json pins. */
export function isPinnedNode() {
  return existsSync(PINNED_NODE) && realpathSync(process.execPath) === realpathSync(PINNED_NODE);
}

/** Runs this very command line again on the pinned Node; resolves with its exit code. */
export function rerunOnPinnedNode() {
  return passThrough(PINNED_NODE, process.argv.slice(1));
}
