/**
 * A list of which programs open what, without one of them; a kind that nobody is left for goes.
 * Source: https://specifications.freedesktop.org/mime-apps-spec/latest/file.html
 * @param text `mimeapps.list`
 * @param entry the file name of a desktop entry
 */
export function withoutProgram(text: string, entry: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const equals = line.indexOf('=');
      if (equals < 0 || line.startsWith('#')) return [line];
      const entries = line.slice(equals + 1).split(';');
      const rest = entries.filter((each) => each.trim() !== entry);
      if (rest.length === entries.length) return [line];
      return rest.every((each) => each.trim() === '')
        ? []
        : [`${line.slice(0, equals + 1)}${rest.join(';')}`];
    })
    .join('\n');
}
