/** One thing that was looked at. */
export interface Finding {
  readonly about: string;
  readonly level: 'ok' | 'warn' | 'fail';
  /** What is so, in one line. */
  readonly found: string;
  /** What to do about it; for warn and fail. */
  readonly todo?: string;
}

export function ok(about: string, found: string): Finding {
  return { about, level: 'ok', found };
}

/** Works, but not as it should. */
export function warn(about: string, found: string, todo: string): Finding {
  return { about, level: 'warn', found, todo };
}

/** Keeps calls from reaching agents, or soon will. */
export function fail(about: string, found: string, todo: string): Finding {
  return { about, level: 'fail', found, todo };
}

/** What is kept was brought up to date by a newer Ringside: this one neither reads nor writes it. */
export function newerVersion(about: string): Finding {
  return fail(
    about,
    'its tables are of a newer version of Ringside: a relay of this one does not start',
    'update Ringside here, too',
  );
}
