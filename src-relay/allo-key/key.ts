/** A key of Allo's API that cannot be one; the message never contains it. */
export class ApiKeyError extends Error {
  override readonly name = 'ApiKeyError';
}

/** The name of the file in the data folder. */
export const API_KEY_FILE = 'allo-api-key';

/** A key as it goes into a header; null: there is none. @throws ApiKeyError */
export function apiKeyOf(text: string): string | null {
  const key = text.trim();
  if (key === '') return null;
  if (!/^[\x21-\x7e]{8,512}$/.test(key) || key.startsWith('#')) {
    throw new ApiKeyError('the API key is too short, too long, or has characters that no key has');
  }
  return key;
}

/** The key in the text of its file; what follows a `#` at the start of a line is a comment. @throws ApiKeyError */
export function apiKeyIn(text: string): string | null {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length > 1) throw new ApiKeyError('there is more than one API key');
  return apiKeyOf(lines[0] ?? '');
}

/** The text of its file. */
export function apiKeyText(key: string): string {
  return `# What the relay asks Allo's API with: ringside-relay sync --help\n${key}\n`;
}
