import * as v from 'valibot';

/** Browsers take a package over https only, and a password in an address would be everybody's. */
function isDownload(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}

const download = v.strictObject({
  url: v.pipe(
    v.string(),
    v.trim(),
    v.maxLength(2048),
    v.check(isDownload, 'not an https address without user and password'),
  ),
  sha256: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.toLowerCase(),
      v.regex(/^[\da-f]{64}$/, 'not a SHA-256 sum: 64 hexadecimal digits'),
    ),
  ),
});
export type Download = v.InferOutput<typeof download>;

const perProcessor = (what: string) =>
  v.optional(
    v.pipe(v.strictObject({ x64: v.optional(download), arm64: v.optional(download) }), v.description(what)),
    {},
  );

const line = v.pipe(
  v.string(),
  v.maxLength(500),
  v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'more than one line, or what nobody sees'),
);

/** Where agents get the app: what the page behind a pairing link offers. */
export const downloadsSchema = v.strictObject({
  windows: perProcessor(
    'The installer for Windows, by processor: `{"x64": {"url": "https://…/Ringside-Setup-1.0.0-x64.exe", "sha256": "…"}, "arm64": …}`; the sum may be left out.',
  ),
  macos: perProcessor('The disk image for macOS: `arm64` is Apple silicon, `x64` is Intel.'),
  linux: v.optional(
    v.pipe(
      v.strictObject({
        deb: perProcessor('For Debian, Ubuntu and their kin.'),
        rpm: perProcessor('For Fedora, openSUSE and their kin.'),
        appImage: perProcessor('For every Linux, in one file.'),
        tarGz: perProcessor('For every Linux, to unpack.'),
        apt: v.optional(
          v.pipe(
            v.array(line),
            v.maxLength(20),
            v.description(
              'Lines that add your apt repository and install from it; the page shows them to copy.',
            ),
          ),
          [],
        ),
      }),
      v.description('The packages for Linux, each by processor as above.'),
    ),
    {},
  ),
  unsigned: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        'Whether the packages for Windows and macOS bear no signature that these systems know: the page then says how they are started all the same.',
      ),
    ),
    false,
  ),
});
export type Downloads = v.InferOutput<typeof downloadsSchema>;
