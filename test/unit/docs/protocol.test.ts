import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GROUP_PAIR_PATH, REFUSALS as GROUP_REFUSALS } from '../../../src-relay/pairing/group-exchange.ts';
import * as protocol from '../../../src-shared/wire/protocol.ts';

const ROOT = new URL('../../../', import.meta.url);
const doc = readFileSync(new URL('docs/protocol.md', ROOT), 'utf8');
const source = readFileSync(new URL('src-shared/wire/protocol.ts', ROOT), 'utf8');

/** Out of the source, so that a frame added there is asked for here. */
const frameTypes = [...source.matchAll(/type: v\.literal\('(\w+)'\)/g)].map((match) => match[1] ?? '');

describe('docs/protocol.md', () => {
  it('finds the frames in the source', () => {
    expect(frameTypes).toEqual(expect.arrayContaining(['resume', 'welcome', 'event', 'live']));
  });

  it.each(frameTypes)('has a section with the shape of the frame %s', (type) => {
    expect(doc).toContain(`### \`${type}\`\n`);
    expect(doc).toMatch(new RegExp(`type: '${type}'`));
  });

  it('has a section for no other frame', () => {
    const sections = [...doc.matchAll(/^### `(\w+)`$/gm)].map((match) => match[1]);
    expect([...sections].sort()).toEqual([...frameTypes].sort());
  });

  it.each(Object.entries(protocol.CLOSE))('says what an app does about close code %s (%i)', (_, code) => {
    expect(doc).toMatch(new RegExp(`^\\| ${code} \\| .+ \\| .+ \\|$`, 'm'));
  });

  it('states the subprotocol, the times and the limits of the source', () => {
    expect(doc).toContain(`\`${protocol.SUBPROTOCOL}\``);
    expect(doc).toContain(`pings every ${protocol.PING_EVERY_MS / 1000} s`);
    expect(doc).toContain(`after ${protocol.DEAD_AFTER_MS / 1000} s of silence`);
    expect(doc).toContain(`within ${protocol.RESUME_WITHIN_MS / 1000} s of the upgrade`);
    expect(doc).toContain(`at most ${protocol.MAX_APP_FRAME_BYTES / 1024} KiB`);
    expect(doc).toContain(`over ${protocol.MAX_BUFFERED_BYTES / 1024 / 1024} MiB`);
  });
});

describe('docs/protocol.md on pairing by a group’s token', () => {
  it('names the path, and each reason with its status', () => {
    expect(doc).toContain(`\`POST ${GROUP_PAIR_PATH}\``);
    const told = [...doc.matchAll(/^\| (\d{3}) \| `([\w-]+)` \| .+ \|$/gm)].map(([, status, why]) => [
      why,
      Number(status),
    ]);
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(Object.entries(GROUP_REFUSALS).map(([why, { status }]) => [why, status])),
    );
  });
});
