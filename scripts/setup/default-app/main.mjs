// Makes `electron FOLDER` work: the copy of Electron comes without the default app that does it.
// Awaited at the top level, so that Electron holds back `ready` until the app's main has run.
import { readFileSync } from 'node:fs';
import { resolve, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as electron from 'electron';

/** @type {import('electron').App & { setVersion(version: string): void, setAppPath(path: string): void }} */
// @ts-expect-error both are there for a default app, and documented nowhere else
const app = electron.app;

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const {
  main = 'index.js',
  name,
  productName,
  version,
} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
if (productName ?? name) app.setName(productName ?? name);
if (version) app.setVersion(version);
app.setAppPath(folder);
await import(pathToFileURL(join(folder, main)).href);
