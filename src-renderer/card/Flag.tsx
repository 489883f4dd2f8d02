import styles from './Flag.module.css';

/** Addresses of the flags by country; each is a file of its own, fetched when it is first shown. */
const FLAGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>('../../node_modules/country-flag-icons/3x2/??.svg', {
      eager: true,
      query: '?url&no-inline',
      import: 'default',
    }),
  ).map(([path, address]) => [path.slice(-'FR.svg'.length, -'.svg'.length), address]),
);

/** A country's flag beside its name; nothing for a code that has none. */
export function Flag({ country }: { readonly country: string | null }) {
  const address = country === null ? undefined : FLAGS[country];
  return address === undefined ? null : <img className={styles['flag']} src={address} alt="" />;
}
