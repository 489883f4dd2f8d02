import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOf, type Candidate } from '../../../scripts/release/apt/package-rules.ts';
import { byVersion, indexFiles, newestOf, type Entry } from '../../../scripts/release/apt/repository.ts';
import { parseStanzas, writeStanza } from '../../../scripts/release/apt/stanza.ts';
import { stepsOf, type Publication } from '../../../scripts/release/apt/steps.ts';

const ELECTRON = '45.4.1';

function candidate(over: Partial<Candidate> & { fields?: Record<string, string> } = {}): Candidate {
  const fields = { Package: 'ringside', Version: '1.2.3', Architecture: 'amd64', ...over.fields };
  return {
    fileName: 'ringside_1.2.3_amd64.deb',
    program: { machine: 62, electron: [ELECTRON] },
    ...over,
    control: new Map(Object.entries(fields)),
  };
}

describe('a package', () => {
  it('is taken when it is a release of ours', () => {
    expect(refusalOf(candidate(), ELECTRON)).toBeNull();
    const arm = { fileName: 'ringside_1.2.3_arm64.deb', fields: { Architecture: 'arm64' } };
    expect(
      refusalOf(candidate({ ...arm, program: { machine: 183, electron: [ELECTRON] } }), ELECTRON),
    ).toBeNull();
  });

  it.each<[string, Parameters<typeof candidate>[0], RegExp]>([
    ['of another name', { fields: { Package: 'other' } }, /called other/],
    ['without a version', { fields: { Version: '' } }, /\(none\)/],
    ['with the version of a preview', { fields: { Version: '1.2.3~beta.1' } }, /1\.2\.3~beta\.1/],
    ['with an epoch', { fields: { Version: '1:1.2.3' } }, /1:1\.2\.3/],
    ['with a revision', { fields: { Version: '1.2.3-1' } }, /1\.2\.3-1/],
    ['for every architecture', { fields: { Architecture: 'all' } }, /for all/],
    [
      'for an architecture that is called as an object’s member',
      { fields: { Architecture: 'toString' } },
      /toString/,
    ],
    ['whose file has another name', { fileName: 'ringside_1.2.4_amd64.deb' }, /ringside_1\.2\.3_amd64\.deb/],
    ['that speaks for the index', { fields: { SHA256: '0' } }, /its own SHA256/],
    ['without a program', { program: null }, /can be started/],
    [
      'with a program for another machine',
      { program: { machine: 183, electron: [ELECTRON] } },
      /not for amd64/,
    ],
    [
      'with another Electron',
      { program: { machine: 62, electron: ['33.2.1'] } },
      /development build.*33\.2\.1/,
    ],
    ['with two Electrons', { program: { machine: 62, electron: [ELECTRON, '33.2.1'] } }, /33\.2\.1/],
    ['with a program that is no Electron', { program: { machine: 62, electron: [] } }, /no Electron/],
  ])('is refused %s', (_, over, reason) => {
    expect(refusalOf(candidate(over), ELECTRON)).toMatch(reason);
  });
});

describe('the control format', () => {
  const line = fc.stringMatching(/^[!-~](?:[ -~]*[!-~])?$/);
  const value = fc
    .tuple(line, fc.array(line, { maxLength: 3 }))
    .map(([head, rest]) => [head, ...rest].join('\n '));
  const stanza = fc
    .dictionary(fc.stringMatching(/^[A-Z][A-Za-z0-9-]{0,12}$/), value, { minKeys: 1, maxKeys: 6 })
    .map((fields) => new Map(Object.entries(fields)));

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.array(stanza, { maxLength: 4 }), (stanzas) => {
        expect(parseStanzas(stanzas.map(writeStanza).join('\n'))).toEqual(stanzas);
      }),
    );
  });
});

const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join('.'));
const entry = fc
  .tuple(version, fc.constantFrom('amd64', 'arm64'))
  .map<Entry>(
    ([Version, Architecture]) => new Map(Object.entries({ Package: 'ringside', Version, Architecture })),
  );
const entries = fc.uniqueArray(entry, { selector: (each) => [...each.values()].join(' '), maxLength: 12 });

describe('the lists', () => {
  it('are the same bytes whatever order the packages come in', () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.nat()), (listed, order) => {
        const shuffled = listed.toSorted(() => ((order.next().value ?? 0) % 2) - 0.5);
        expect(indexFiles(shuffled)).toEqual(indexFiles(listed));
      }),
    );
  });

  it('keep the newest of each architecture, by number and not by letter', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 3 }), (listed, keep) => {
        const kept = newestOf(listed, keep);
        for (const architecture of ['amd64', 'arm64']) {
          const of = (some: readonly Entry[]) =>
            some.filter((each) => each.get('Architecture') === architecture);
          expect(of(kept)).toEqual(of(listed).toSorted(byVersion).slice(0, keep));
        }
      }),
    );
    const [ten, nine] = [new Map([['Version', '1.10.0']]), new Map([['Version', '1.9.9']])];
    expect([nine, ten].toSorted(byVersion)).toEqual([ten, nine]);
  });
});

describe('a publication', () => {
  it('writes what InRelease leads to before it, and takes away only after it', () => {
    fc.assert(
      fc.property(entries, fc.array(fc.stringMatching(/^[a-z]{1,8}$/)), (listed, names) => {
        const publication: Publication = {
          packages: names.map((name) => ({ path: `pool/${name}`, from: `/from/${name}` })),
          indexes: indexFiles(listed),
          signed: { release: '', inRelease: Buffer.from('x'), releaseGpg: Buffer.from('y') },
          beside: [{ path: 'ringside.sources', bytes: Buffer.from('z') }],
          leftovers: ['pool/old'],
        };
        const steps = stepsOf(publication);
        const switched = steps.findIndex(({ path }) => path === 'dists/stable/InRelease');
        const before = steps.slice(0, switched).map(({ path }) => path);
        for (const { path } of publication.packages) expect(before).toContain(path);
        for (const { sha256 } of publication.indexes) {
          expect(before.some((path) => path.endsWith(`by-hash/SHA256/${sha256}`))).toBe(true);
        }
        expect(steps.findIndex(({ kind }) => kind === 'remove')).toBeGreaterThan(switched);
      }),
    );
  });
});
