/** Whose signature the packages of a system bear, as the environment says it. */
export interface Signing {
  /** What is missing for a release, a line each; empty: all is there, or this system's packages bear no signature. */
  readonly missing: readonly string[];
  /** What electron-builder is told besides. */
  readonly configuration: Readonly<Record<'mac' | 'win', object>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Any of these sets is enough for Apple. Source: https://www.electron.build/docs/features/mac-notarization */
const NOTARISATION = [
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
  ['APPLE_KEYCHAIN', 'APPLE_KEYCHAIN_PROFILE'],
];
/** Azure's signing service. Its own credentials are AZURE_TENANT_ID and others: https://www.electron.build/docs/features/code-signing/code-signing-win */
const AZURE = {
  endpoint: 'AZURE_SIGNING_ENDPOINT',
  codeSigningAccountName: 'AZURE_SIGNING_ACCOUNT',
  certificateProfileName: 'AZURE_SIGNING_PROFILE',
  publisherName: 'AZURE_SIGNING_PUBLISHER',
};

/** Reads from the environment how this system's packages are signed. Linux: their repository and feed are, not they. */
export function signingOf(system: string, env: Environment): Signing {
  const has = (name: string): boolean => (env[name] ?? '') !== '';
  const azure = Object.values(AZURE).every(has);
  const unsigned = { mac: {}, win: {} };
  switch (system) {
    case 'darwin': {
      const identity = has('CSC_LINK') || has('CSC_NAME');
      const notarises = NOTARISATION.some((names) => names.every(has));
      return {
        missing: [
          ...(identity ? [] : ['no signing identity: set CSC_LINK and CSC_KEY_PASSWORD, or CSC_NAME']),
          ...(notarises
            ? []
            : [
                `no credentials for notarisation: set ${NOTARISATION.map((names) => names.join(', ')).join('; or ')}`,
              ]),
        ],
        configuration: {
          ...unsigned,
          mac: {
            notarize: notarises,
            // Signed by nobody, it starts on this Mac alone, and only without the hardened runtime.
            ...(identity ? {} : { identity: '-', hardenedRuntime: false }),
          },
        },
      };
    }
    case 'win32': {
      if (!azure && !has('WIN_CSC_LINK')) {
        const names = Object.values(AZURE).join(', ');
        const missing = `no signing identity: set WIN_CSC_LINK and WIN_CSC_KEY_PASSWORD, or ${names}`;
        return { missing: [missing], configuration: unsigned };
      }
      const options = Object.fromEntries(Object.entries(AZURE).map(([option, name]) => [option, env[name]]));
      return {
        missing: [],
        configuration: { ...unsigned, win: azure ? { azureSignOptions: options } : {} },
      };
    }
    default:
      return { missing: [], configuration: unsigned };
  }
}
