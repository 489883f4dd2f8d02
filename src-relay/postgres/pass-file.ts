/** What a line of a password file is for. */
export interface PassAsked {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

const FIELD = /((?:\\.|[^\\:])*)(?::|$)/y;

/**
 * The password that the first line with it has, `host:port:database:user:password` with `*` for anything.
 * Source: https://www.postgresql.org/docs/current/libpq-pgpass.html
 */
export function passwordIn(text: string, { host, port, database, user }: PassAsked): string | null {
  // Sockets are looked up as this host.
  const asked = [host.startsWith('/') ? 'localhost' : host, String(port), database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const { fields, rest } = fieldsOf(line);
    if (fields.length === 4 && fields.every((field, at) => field === '*' || unescaped(field) === asked[at])) {
      return unescaped(rest);
    }
  }
  return null;
}

/** The first four, and what follows them. */
function fieldsOf(line: string): { fields: string[]; rest: string } {
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  while (fields.length < 4 && FIELD.lastIndex < line.length) {
    const found = FIELD.exec(line);
    if (found === null) return { fields: [], rest: '' };
    fields.push(found[1] ?? '');
  }
  return { fields, rest: line.slice(FIELD.lastIndex) };
}

function unescaped(field: string): string {
  return field.replaceAll(/\\(.)/g, '$1');
}
