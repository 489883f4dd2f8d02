import { folderOf, type Import } from './folder-cycles.ts';

/** Where a folder stands in a drawing: on which line, and after how many arrows. */
interface Place {
  readonly line: number;
  readonly step: number;
}
export type Layers = ReadonlyMap<string, Place>;

/**
 * The folders that a page draws in a block of its own for a part of the program: first its name, then a line for each
 * layer: what it is, two blanks, its folders. Files beside the folders are not read. @throws when nothing is drawn
 */
export function layersIn(page: string, part: string): Layers {
  const [, drawing] = page.split(`\`\`\`\n ${part}\n`);
  if (drawing === undefined) throw new Error(`${part} is not drawn`);
  const lines = drawing.slice(0, drawing.indexOf('```')).trimEnd().split('\n');
  const places = lines.flatMap((text, line) =>
    text
      .trim()
      .replace(/^.*? {2,}/, '')
      .split('──▶')
      .flatMap((group, step) => group.split('·').map((name) => [name.trim(), { line, step }] as const)),
  );
  return new Map(
    places.filter(([name]) => !name.endsWith('.ts')).map(([name, place]) => [`${part}/${name}`, place]),
  );
}

/** What is not as it is drawn: folders that are not in the drawing, and imports that do not go down or along an arrow. */
export function undrawn(layers: Layers, part: string, imports: readonly Import[]): string[] {
  const folders = new Set(imports.flatMap(({ from, to }) => [folderOf(from), folderOf(to)]));
  const missing = [...folders].filter((folder) => folder !== part && !layers.has(folder));
  const upward = imports.filter(({ from, to }) => {
    const [above, below] = [layers.get(folderOf(from)), layers.get(folderOf(to))];
    if (above === undefined || below === undefined || above === below) return false;
    return above.line === below.line ? above.step >= below.step : above.line > below.line;
  });
  return [
    ...missing.map((folder) => `${folder} is not drawn`),
    ...upward.map(({ from, to }) => `${from} imports ${to}`),
  ];
}
