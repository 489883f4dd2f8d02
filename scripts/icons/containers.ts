/** One picture as PNG; `size` is its width and its height in pixels. */
export interface Picture {
  readonly size: number;
  readonly png: Buffer;
}

const ICO_HEADER = 6;
const ICO_ENTRY = 16;

/**
 * Pictures of several sizes as one file for Windows.
 * Source: https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10); PNG inside since Windows Vista
 * @throws when a picture is larger than 256 pixels
 */
export function icoOf(pictures: readonly Picture[]): Buffer {
  const header = Buffer.alloc(ICO_HEADER + ICO_ENTRY * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [at, { size, png }] of pictures.entries()) {
    if (size > 256) throw new RangeError(`${size} pixels are too many for an ICO`);
    const entry = ICO_HEADER + ICO_ENTRY * at;
    // 0 stands for 256.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** Which picture macOS shows where: by points and by pixels of a point. Source: https://en.wikipedia.org/wiki/Apple_Icon_Image_format */
const ICNS_KINDS = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
] as const;

/** The sizes that an ICNS needs. */
export const ICNS_SIZES: readonly number[] = [...new Set(ICNS_KINDS.map(([, size]) => size))];

/** Pictures of every size in `ICNS_SIZES` as one file for macOS. @throws when one is missing */
export function icnsOf(pictures: readonly Picture[]): Buffer {
  const chunks = ICNS_KINDS.map(([kind, size]) => {
    const picture = pictures.find((each) => each.size === size);
    if (picture === undefined) throw new RangeError(`an ICNS needs a picture of ${size} pixels`);
    return chunk(kind, picture.png);
  });
  return chunk('icns', Buffer.concat(chunks));
}

function chunk(kind: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(kind, 'latin1');
  header.writeUInt32BE(header.length + content.length, 4);
  return Buffer.concat([header, content]);
}
