import { isAbsolute, join, sep } from 'node:path';

/** The AppImage that a program came out of. */
export interface OwnAppImage {
  /** The file that a person has. */
  readonly file: string;
  /** Where its content is while it runs, and no longer. */
  readonly content: string;
}

/**
 * The AppImage that we run from; null: none. Programs hand their environment on, so that what another AppImage started
 * knows of that one too: only content that our own executable lies in is ours.
 * Source: https://docs.appimage.org/packaging-guide/environment-variables.html
 * @param executable our own, without links
 */
export function ownAppImage(
  env: Readonly<Record<string, string | undefined>>,
  executable: string,
): OwnAppImage | null {
  const { APPIMAGE: file = '', APPDIR: content = '' } = env;
  if (process.platform !== 'linux' || !isAbsolute(file) || !isAbsolute(content)) return null;
  return executable.startsWith(join(content, sep)) ? { file, content } : null;
}
