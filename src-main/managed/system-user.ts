import { userInfo } from 'node:os';

/** The system's name of whoever is signed in; empty where the system has none for them. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
