/** Whether the fault tests run at full length (`npm run test:faults`) or at the share that fits `npm test`. */
export function atLength<T>(length: { readonly short: T; readonly full: T }): T {
  return process.env['RINGSIDE_FAULTS'] === 'full' ? length.full : length.short;
}
