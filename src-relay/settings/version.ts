import about from '../../package.json' with { type: 'json' };

/** Of this very Ringside, as in package.json. */
export const VERSION: string = about.version;
