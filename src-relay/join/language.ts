export const PAGE_LANGUAGES = ['en', 'fr'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/**
 * The language that the page has words for and the reader prefers, as `Accept-Language` says:
 * https://www.rfc-editor.org/rfc/rfc9110#name-accept-language. English when none is.
 */
export function languageFor(accepted: string): PageLanguage {
  const preferred = accepted
    .split(',', 50)
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      const isQuality = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality);
      return { language: tag.split('-', 1)[0], weight: isQuality ? Number(quality) : 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of preferred) {
    const known = PAGE_LANGUAGES.find((each) => each === language);
    if (known !== undefined) return known;
  }
  return 'en';
}
