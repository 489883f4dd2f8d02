/** What is said when the app itself is in trouble. */
export const couldNotStart = {
  message: 'Ringside could not start',
  detail: (code: string) =>
    `No call will be shown until it does. Try again; if it says so again, restart the computer, then tell your admin this code: ${code}.`,
  again: 'Try again',
  quit: 'Quit',
};

/** How the app and its computer are, for whoever helps. */
export const diagnostics = {
  copy: 'Copy diagnostics',
  hint: 'Without names, numbers or addresses',
  copied: 'Diagnostics copied',
  whatFor:
    'Paste them into a message to whoever helps you. No name, number or address of anybody is in them.',
  notCopied: 'The diagnostics could not be copied. Try again in a moment.',
};
