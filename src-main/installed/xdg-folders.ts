import { isAbsolute, join } from 'node:path';

/** Where a Linux desktop keeps what belongs to one user. */
export interface XdgFolders {
  readonly data: string;
  readonly config: string;
  readonly cache: string;
}

/** Source: https://specifications.freedesktop.org/basedir-spec/latest/ */
export function xdgFolders(env: Readonly<Record<string, string | undefined>>, home: string): XdgFolders {
  return {
    data: absolute(env['XDG_DATA_HOME']) ?? join(home, '.local/share'),
    config: absolute(env['XDG_CONFIG_HOME']) ?? join(home, '.config'),
    cache: absolute(env['XDG_CACHE_HOME']) ?? join(home, '.cache'),
  };
}

/** A relative path counts as none. */
function absolute(path: string | undefined): string | null {
  return path !== undefined && isAbsolute(path) ? path : null;
}
