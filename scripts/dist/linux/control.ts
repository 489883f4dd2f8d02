import type { PackageRequest } from './arguments.ts';

/**
 * What dpkg and apt know of a package.
 * @param description the long one; electron-builder knows only what the desktop says under the name
 * @param installedSize in KiB
 */
export function controlFile(request: PackageRequest, description: string, installedSize: number): string {
  const [synopsis = ''] = request.description.trim().split('\n', 1);
  const lines = [
    `Package: ${request.name}`,
    `Version: ${request.version}`,
    `Architecture: ${request.architecture}`,
    `Maintainer: ${request.maintainer}`,
    `Installed-Size: ${installedSize}`,
    ...(request.depends.length > 0 ? [`Depends: ${request.depends.join(', ')}`] : []),
    ...(request.recommends.length > 0 ? [`Recommends: ${request.recommends.join(', ')}`] : []),
    `Section: ${request.category}`,
    'Priority: optional',
    `Homepage: ${request.url}`,
    `Description: ${synopsis.trim()}`,
    ...description
      .trim()
      .split('\n')
      .map((line) => ` ${line.trim() === '' ? '.' : line.trim()}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Source: https://www.debian.org/doc/debian-policy/ch-source.html#s-dpkgchangelog */
export function changelogOf({ name, version, maintainer, url }: PackageRequest, at: Date): string {
  const date = at.toUTCString().replace('GMT', '+0000');
  return `${name} (${version}) stable; urgency=medium

  * Ringside ${version}. What is new: ${url}

 -- ${maintainer}  ${date}
`;
}
