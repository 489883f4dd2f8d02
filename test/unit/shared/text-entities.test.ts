import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src-shared/allo/events.ts';
import { withoutEntities } from '../../../src-shared/format/text-entities.ts';

describe('entities', () => {
  it.each([
    ['O&#39;Brien', "O'Brien"],
    ['O&#x27;Brien', "O'Brien"],
    ['O&apos;Brien', "O'Brien"],
    ['O&rsquo;Brien', 'O’Brien'],
    ['Smith &amp; Sons', 'Smith & Sons'],
    ['Caf&eacute; M&uuml;ller', 'Café Müller'],
    ['&quot;Ana&quot;', '"Ana"'],
    ['&lt;b&gt;Ana&lt;/b&gt;', '<b>Ana</b>'],
    ['Smith&nbsp;Sons', 'Smith\u00A0Sons'],
    ['Smith &amp;amp; Sons', 'Smith &amp; Sons'],
    ['O&amp;#39;Brien', 'O&#39;Brien'],
    ['AT&T', 'AT&T'],
    ['Marks & Spencer', 'Marks & Spencer'],
    ['R&D;', 'R&D;'],
    ['https://x.example/?a=1&copy=2', 'https://x.example/?a=1&copy=2'],
  ])('%s reads as %s', (written, meant) => {
    expect(withoutEntities(written)).toBe(meant);
  });

  it('are decoded once in every name of an event', () => {
    const name = 'O&#39;Brien &amp;amp; Co';
    const meant = "O'Brien &amp; Co";
    const ring = readEvent({
      topic: 'call.received',
      version: '2.0',
      timestamp: null,
      data: {
        from_number: '+33199001234',
        started_at: '2026-02-03T09:15:00.000Z',
        person: { name, last_name: name, job_title: name },
        company: { name },
        deals: [{ id: 'dea-1', name, status: name }],
      },
    });
    expect(ring).toMatchObject({
      ok: true,
      event: {
        data: {
          person: { name: meant, last_name: meant, job_title: meant },
          company: { name: meant },
          deals: [{ name: meant, status: meant }],
        },
      },
    });
  });
});
