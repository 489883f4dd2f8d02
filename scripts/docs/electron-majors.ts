/**
 * The majors of Electron that get security fixes: the newest three. To be looked up, and brought up to date here, whenever
 * a new one comes out, which is every eight weeks.
 * Source: https://www.electronjs.org/docs/latest/tutorial/electron-timelines
 */
export const SUPPORTED_ELECTRON = { asOf: '2026-11-29', majors: [43, 44, 45] } as const;
