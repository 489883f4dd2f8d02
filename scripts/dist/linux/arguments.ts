/** What goes into a package: a file, or all that is in a folder. */
export interface Placed {
  readonly from: string;
  /** In the system where it is installed. */
  readonly to: string;
}

/** What electron-builder asks fpm for. */
export interface PackageRequest {
  readonly kind: string;
  readonly output: string;
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly maintainer: string;
  readonly vendor: string;
  readonly url: string;
  readonly license: string;
  readonly category: string;
  readonly compression: string;
  readonly description: string;
  readonly summary: string;
  readonly afterInstall: string;
  readonly afterRemove: string;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  readonly placed: readonly Placed[];
}

const FLAGS_WITHOUT_VALUE = new Set(['--force', '--debug']);
const REPEATED = new Set(['-d', '--deb-recommends']);

/**
 * Reads the arguments that electron-builder has for fpm.
 * Source: FpmTarget.js of app-builder-lib
 * @throws when one is missing or unknown, so that a newer electron-builder is noticed
 */
export function readPackageRequest(args: readonly string[]): PackageRequest {
  const single = new Map<string, string>();
  const repeated = new Map<string, string[]>();
  const placed: Placed[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (FLAGS_WITHOUT_VALUE.has(arg)) continue;
    if (!arg.startsWith('-')) {
      const split = arg.indexOf('=/');
      if (split < 0) throw new Error(`where does ${arg} go?`);
      placed.push({ from: arg.slice(0, split), to: arg.slice(split + 1) });
      continue;
    }
    at += 1;
    const value = args[at];
    if (value === undefined) throw new Error(`${arg} has no value`);
    if (REPEATED.has(arg)) repeated.set(arg, [...(repeated.get(arg) ?? []), value]);
    else single.set(arg, value);
  }
  const of = (flag: string, otherwise?: string): string => {
    const value = single.get(flag) ?? otherwise;
    if (value === undefined) throw new Error(`${flag} is missing`);
    single.delete(flag);
    return value;
  };
  const kind = of('-t');
  const request: PackageRequest = {
    kind,
    output: of('--package'),
    name: of('--name'),
    version: of('--version'),
    architecture: of('--architecture'),
    maintainer: of('--maintainer'),
    vendor: of('--vendor'),
    url: of('--url'),
    license: of('--license'),
    category: of('--category', 'misc'),
    compression: of(`--${kind}-compression`),
    description: of('--description'),
    summary: of('--rpm-summary', ''),
    afterInstall: of('--after-install'),
    afterRemove: of('--after-remove'),
    depends: repeated.get('-d') ?? [],
    recommends: repeated.get('--deb-recommends') ?? [],
    placed,
  };
  of('-s');
  of('--deb-priority', '');
  of('--rpm-os', '');
  if (single.size > 0) throw new Error(`unknown: ${[...single.keys()].join(' ')}`);
  return request;
}
