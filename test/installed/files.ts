/** What may lie where, with the modes that it may have. */
const ALLOWED: readonly (readonly [pattern: RegExp, modes: readonly string[]])[] = [
  // Folders and an index of the system's own, which it makes and takes away as there is need.
  [/^\/(opt|usr\/share\/icons\/hicolor\/icon-theme\.cache)$/, ['755', '644']],
  [/^\/opt\/Ringside(\/locales|\/resources)?$/, ['755']],
  [/^\/opt\/Ringside\/(ringside|chrome_crashpad_handler)$/, ['755']],
  // Set-uid where this kernel lets nobody make user namespaces: Chromium's other way to a sandbox.
  [/^\/opt\/Ringside\/chrome-sandbox$/, ['755', '4755']],
  [/^\/opt\/Ringside\/lib(EGL|GLESv2|ffmpeg|vk_swiftshader)\.so$/, ['755', '644']],
  [/^\/opt\/Ringside\/libvulkan\.so\.1$/, ['755', '644']],
  [/^\/opt\/Ringside\/(chrome_100_percent|chrome_200_percent|resources)\.pak$/, ['644']],
  [
    /^\/opt\/Ringside\/(icudtl\.dat|snapshot_blob\.bin|v8_context_snapshot\.bin|vk_swiftshader_icd\.json)$/,
    ['644'],
  ],
  [/^\/opt\/Ringside\/(version|LICENSE[\w.-]*)$/, ['644']],
  [/^\/opt\/Ringside\/locales\/(en|en-US|en-GB|fr)\.pak$/, ['644']],
  [
    /^\/opt\/Ringside\/resources\/(app\.asar|apparmor-profile|package-type|LICENSES\.ringside\.txt)$/,
    ['644'],
  ],
  [/^\/usr\/share\/applications\/(ringside\.desktop|mimeinfo\.cache)$/, ['644']],
  [/^\/usr\/share\/doc\/ringside(\/(copyright|changelog(\.Debian)?\.gz))?$/, ['755', '644']],
  [/^\/usr\/share\/icons\/hicolor\/\d+x\d+(\/apps(\/ringside\.png)?)?$/, ['755', '644']],
  [/^\/usr\/share\/icons\/hicolor(\/scalable(\/apps(\/ringside\.svg)?)?)?$/, ['755', '644']],
  [/^\/usr\/share\/(man\/man1\/ringside\.1\.gz|lintian\/overrides\/ringside)$/, ['644']],
  // Folders that packages share.
  [/^\/usr\/share\/(man(\/man1)?|lintian(\/overrides)?)$/, ['755']],
  [/^\/usr\/bin\/ringside$/, ['777']],
  [
    /^\/var\/lib\/dpkg\/info\/ringside\.(list|md5sums|postinst|postrm|preinst|prerm|conffiles|triggers)$/,
    ['644', '755'],
  ],
];

/** A path of a file system: `/path mode owner:group`. */
export function notAllowed(line: string): boolean {
  const [, path = '', mode = '', owner = ''] = /^(.*) (\d+) (\S+)$/.exec(line) ?? [];
  return (
    owner !== 'root:root' || !ALLOWED.some(([pattern, modes]) => pattern.test(path) && modes.includes(mode))
  );
}

/** Where the system writes for itself; the agent's own data lies in their home. */
export const NOT_COUNTED =
  /^\/(proc|sys|dev|run|tmp|home|var\/(cache|log|backups)|var\/lib\/(apt|dpkg\/(status|diversions|statoverride|lock|triggers|available))|etc\/ld\.so\.cache)/;
