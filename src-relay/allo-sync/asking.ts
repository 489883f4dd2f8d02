import * as v from 'valibot';
import { dialledNumber } from '../../src-shared/format/phone.ts';
import { visibleName } from '../../src-shared/format/visible-text.ts';
import { addressIn } from '../agents/address.ts';
import { lineKey } from '../agents/lines.ts';
import { AlloApiError, type AlloApi } from '../allo-api/client.ts';
import { apiTroubleOf } from '../allo-api/trouble.ts';
import { allPages, PAGE_SIZE } from '../allo-api/pages.ts';
import type { AlloNumber, AlloTeam, AlloUser, Answered, SyncTrouble } from './team.ts';

const MOST_NAME = 100;
const LONGEST_SHORT_CODE = 6;
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const text = v.optional(v.nullable(v.string()), null);

const userSchema = v.object({ id, name: text, email: text, status: text });
const numberSchema = v.object({
  number: v.string(),
  name: text,
  type: text,
  users: v.optional(v.nullable(v.array(v.unknown())), null),
});
const answererSchema = v.object({ id, email: text });

/**
 * Allo's users and numbers. Never throws: what could not be had is missing, and `troubles` says why.
 * Sources: https://help.withallo.com/en/v2/api-reference/users/list-users and numbers/list-numbers
 */
export async function askForTeam(api: AlloApi, wait: (ms: number) => Promise<void>): Promise<AlloTeam> {
  const troubles: SyncTrouble[] = [];
  async function list<T>(
    about: SyncTrouble['about'],
    scope: string,
    read: (entries: readonly unknown[]) => Answered<T>,
  ): Promise<Answered<T> | null> {
    try {
      const path = (page: number) => `/v2/api/${about}?page=${page}&size=${PAGE_SIZE}`;
      const { entries, isWhole } = await allPages((page) => api.get(path(page), { scope }), wait);
      const answered = read(entries);
      return { list: answered.list, isWhole: isWhole && answered.isWhole };
    } catch (error) {
      if (!(error instanceof AlloApiError)) throw error;
      troubles.push({ about, kind: apiTroubleOf(error), text: error.message });
      return null;
    }
  }
  const users = await list('users', 'USERS_READ', readUsers);
  const numbers = await list('numbers', 'PHONE_NUMBERS_READ', readNumbers);
  return { users, numbers, troubles };
}

function readUsers(entries: readonly unknown[]): Answered<AlloUser> {
  const list = entries.flatMap((entry): AlloUser[] => {
    const read = v.safeParse(userSchema, entry);
    if (!read.success) return [];
    const { email, name, status } = read.output;
    return [
      {
        id: read.output.id,
        email: addressIn(email),
        name: visibleName(name ?? '', MOST_NAME),
        isBlocked: status?.trim().toUpperCase() === 'BLOCKED',
      },
    ];
  });
  return { list, isWhole: list.length === entries.length };
}

/** Sender ids of text messages are numbers to Allo, but nobody calls them. */
function readNumbers(entries: readonly unknown[]): Answered<AlloNumber> {
  const read = entries.map((entry) => v.safeParse(numberSchema, entry));
  let isWhole = read.every(({ success }) => success);
  const list = read.flatMap((one): AlloNumber[] => {
    if (!one.success || one.output.type?.trim().toUpperCase() === 'SENDER_ID') return [];
    const { number, name, users } = one.output;
    const dialled = dialledNumber(number);
    if (dialled === null) {
      // A name or a short code is nobody's line; what may be a number that is known is missing from the list.
      if (number.replaceAll(/\D/g, '').length > LONGEST_SHORT_CODE) isWhole = false;
      return [];
    }
    return [
      {
        number: lineKey(dialled),
        name: visibleName(name ?? '', MOST_NAME),
        users: users === null ? null : users.flatMap(answererOf),
      },
    ];
  });
  return { list, isWhole };
}

/** One that cannot be read at all is nobody, of whom nothing is known: what the line had stays. */
function answererOf(entry: unknown): Pick<AlloUser, 'id' | 'email'>[] {
  const read = v.safeParse(answererSchema, entry);
  if (!read.success) return [{ id: '', email: null }];
  return [{ id: read.output.id, email: addressIn(read.output.email) }];
}
