// Every npm script starts here, on whatever Node the machine has: this file and the .mjs files it imports run on
// Node 20 without any package. The rest is TypeScript on the Node that package.json pins.
import { failWith } from './setup/problem.mjs';
import { checkNode, isPinnedNode, rerunOnPinnedNode } from './setup/node.mjs';
import { installPackages } from './setup/packages.mjs';
import { stopWhenAbandoned } from './setup/processes.mjs';

try {
  checkNode();
  stopWhenAbandoned();
  installPackages();
  if (isPinnedNode()) await (await import('./launch.ts')).launch(process.argv.slice(2));
  else process.exitCode = await rerunOnPinnedNode();
} catch (error) {
  failWith(error);
}
