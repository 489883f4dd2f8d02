/** What is said when the app itself is in trouble. */
export const couldNotStart = {
  message: 'Ringside could not start',
  detail: (code: string) =>
    `No call will be shown until it does. Try again; if it says so again, restart the computer, then tell your admin this code: ${code}.`,
  again: 'Try again',
  quit: 'Quit',
};
