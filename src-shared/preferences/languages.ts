/** Languages that there are words for; a new one is its file of words and its name here. */
export const LANGUAGES = ['en', 'fr'] as const;
export type LanguageCode = (typeof LANGUAGES)[number];
