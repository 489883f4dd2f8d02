import { open } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import * as v from 'valibot';

/** `.blockmap` of electron-builder: a file in pieces that are cut by what is in them. */
const blockMapSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    files: v.tuple([v.object({ checksums: v.array(v.string()), sizes: v.array(v.number()) })]),
  }),
);

/** What an update of an AppImage fetches, in bytes. */
export interface UpdateSize {
  /** The new version's pieces that the old one does not have. */
  readonly pieces: number;
  /** The new version's block map, which lies at its end; that of the old one is in the old file. */
  readonly blockMap: number;
}

/**
 * From the block maps in both files, as electron-updater compares them. Source:
 * https://github.com/electron-userland/electron-builder/blob/master/packages/electron-updater/src/differentialDownloader/downloadPlanBuilder.ts
 */
export async function updateSize(oldFile: string, newFile: string): Promise<UpdateSize> {
  const [older, newer] = await Promise.all([readBlockMap(oldFile), readBlockMap(newFile)]);
  const known = new Set(older.checksums);
  const pieces = newer.sizes.reduce(
    (sum, size, at) => (known.has(newer.checksums[at] ?? '') ? sum : sum + size),
    0,
  );
  return { pieces, blockMap: newer.bytes };
}

/** The last four bytes of the file say how long its block map is, which lies before them. */
async function readBlockMap(path: string) {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer: end } = await file.read(Buffer.alloc(4), 0, 4, size - 4);
    const bytes = end.readUInt32BE(0);
    const { buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, size - 4 - bytes);
    const { files } = v.parse(blockMapSchema, inflateRawSync(buffer).toString());
    return { ...files[0], bytes: bytes + 4 };
  } finally {
    await file.close();
  }
}
