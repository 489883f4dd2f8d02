/**
 * What a changelog says about a version: everything between its heading (`## 1.2.3`, `## [1.2.3] - 2026-11-29`) and the
 * next of the same level. Null: it says nothing.
 */
export function notesOf(version: string, changelog: string): string | null {
  const lines = changelog.split(/\r?\n/);
  const start = lines.findIndex((line) => versionIn(line) === version);
  if (start === -1) return null;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^##?\s/.test(line) || /^\[[^\]]+\]:\s/.test(line));
  const text = rest
    .slice(0, end === -1 ? undefined : end)
    .join('\n')
    .trim();
  return text === '' ? null : text;
}

function versionIn(line: string): string | null {
  return /^##\s+\[?v?([0-9][0-9A-Za-z.-]*)\]?(\s|\(|$)/.exec(line)?.[1] ?? null;
}
