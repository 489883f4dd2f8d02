import { describe, expect, it } from 'vitest';
import { buildCommand, type Engine } from '../../../scripts/image/engines.ts';

describe.each<Engine>(['docker', 'podman', 'buildah'])('the build by %s', (engine) => {
  it('takes our Dockerfile, and only what its list lets through', () => {
    const command = buildCommand(engine, { tag: 'x/relay:1' });
    expect(command[0]).toBe(engine);
    expect(command.join(' ')).toMatch(/ build .*--file \S+deploy\/Dockerfile --tag x\/relay:1 \S+$/);
    expect(command.join(' ')).not.toContain('BASE');
    // Docker finds the list by its name.
    if (engine !== 'docker') expect(command.join(' ')).toMatch(/--ignorefile \S+Dockerfile\.dockerignore/);
  });

  it('keeps the health check', () => {
    const asksForDockersFormat = buildCommand(engine, { tag: 'x' }).join(' ').includes('--format docker');
    expect(asksForDockersFormat).toBe(engine !== 'docker');
  });

  it('builds on the base that is wanted, which may still have to be fetched', () => {
    const base = 'node:24.21.0-bookworm-slim@sha256:0';
    const command = buildCommand(engine, { tag: 'x', base });
    expect(command).toContain(`BASE=${base}`);
    expect(command.join(' ')).not.toContain('pull');
  });
});
