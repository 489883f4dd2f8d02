import { watch } from 'node:fs';

const SETTLE_MS = 150;

/** In development: tells when the built pages have changed. @returns stops watching */
export function watchPages(folder: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
