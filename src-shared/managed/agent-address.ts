/** Whether a text can be an agent's address, as the relay reads it. */
export function isAgentAddress(text: string): boolean {
  return /^[^\s@\p{C}]{1,64}@[^\s@\p{C}]{1,190}$/u.test(text);
}
