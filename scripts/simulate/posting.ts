import { post, type AlloBody } from '../../test/fixtures/allo.ts';
import type { DemoSession } from '../demo/session.ts';
import { Problem } from '../setup/problem.mjs';

/**
 * Signs an event as Allo would, posts it, and prints what was sent and what the relay answered.
 * @throws {Problem} no-answer, when no relay listens or it refuses
 */
export async function send(target: DemoSession, body: AlloBody): Promise<void> {
  const { status, body: answer } = await posted(target, body);
  console.log(`${body.topic}  ${describe(body)}  →  ${status} ${JSON.stringify(answer)}`);
  if (status !== 200) {
    throw new Problem('no-answer', `the relay at ${target.url} refused the webhook with ${status}`);
  }
}

async function posted(target: DemoSession, body: AlloBody) {
  try {
    return await post(target.url, target.secret, body);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Problem(
      'no-answer',
      `no relay answers at ${target.url} (start one: npm start, or npm run relay -- serve)`,
    );
  }
}

function describe({ data }: AlloBody): string {
  const to = data['to_number'] ?? data['to'];
  if (to !== undefined) return `${String(data['from_number'])} to ${String(to)}`;
  return `${String(data['tag_name'])} on ${String(data['call_id'])}`;
}
