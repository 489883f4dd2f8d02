import { readSession, type DemoSession } from '../demo/session.ts';
import { Problem } from '../setup/problem.mjs';
import { LINE, NORA } from '../../test/fixtures/allo.ts';

/** What the command line says about the relay to play against; all optional. */
export interface TargetFlags {
  readonly url?: string | undefined;
  readonly secret?: string | undefined;
  readonly agent?: string | undefined;
  readonly line?: string | undefined;
}

/**
 * The relay to post to: what the flags say, else the running demo, else the environment of the relay's own settings.
 * @throws {Problem} usage, when no secret is known
 */
export function findTarget(flags: TargetFlags, env = process.env, demo = readSession()): DemoSession {
  const fromEnv = env['ALLO_WEBHOOK_SECRETS']?.split(',')[0]?.trim();
  const secret = flags.secret ?? demo?.secret ?? fromEnv;
  if (secret === undefined || secret === '') {
    throw new Problem(
      'usage',
      'no demo is running (npm start), so say which relay to play: --url URL --secret whsec_… --agent EMAIL, or set RINGSIDE_PORT and ALLO_WEBHOOK_SECRETS',
    );
  }
  const local = `http://${env['RINGSIDE_HOST'] ?? '127.0.0.1'}:${env['RINGSIDE_PORT'] ?? '8787'}`;
  return {
    url: flags.url ?? demo?.url ?? local,
    secret,
    agent: flags.agent ?? demo?.agent ?? NORA,
    line: flags.line ?? demo?.line ?? LINE,
  };
}
