import { expect, test } from 'vitest';
import { golden } from './testing/golden.ts';
import { plainText } from './testing/plain-text.ts';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters } from './testing/two-clusters.ts';

const PLAN = planOfTwoClusters(
  `  orders:
    uses: new.reindex
    description: Orders are written all the time
    with:
      source: { connection: old, index: orders-v1 }
      dest: { index: orders-v2, settings: { index: { number_of_shards: 3 } } }
      method: bulk
    catch_up: { until: 1000 }
    verify: { level: digest }
    cutover: { mode: clients, freeze: true, aliases: [orders] }
`,
  'live',
);

const COUNT = 1_200;

/** Of 6.7, with what 7.10 cannot have, and an alias with a filter. */
async function openLive(): Promise<SandboxSession> {
  const session = await SandboxSession.open(PLAN);
  const source = {
    documents: COUNT,
    documentBytes: 2_048,
    settings: { index: { number_of_shards: 5, 'mapping.single_type': true, 'routing.allocation.require.zone': 'a' } },
    mappings: { _all: { enabled: false }, properties: { id: { type: 'keyword' }, total: { type: 'double' } } },
    aliases: { orders: { filter: { term: { open: true } } } },
  };
  session.sandbox.control.setSettings({
    elasticsearch: {
      clusters: [
        { name: 'old', version: '6.7.2', security: null, indices: { 'orders-v1': source } },
        { name: 'new', version: '7.10.2', security: null, templates: { everything: ['orders-*'] }, indices: {} },
      ],
    },
  });
  return session;
}

test('a preview of a live index shows what moves, how its definition changes, how it is compared, and the cut-over', async () => {
  await using session = await openLive();
  const text = (await session.run('plan')).stdout;
  expect(text).toBe(golden('live-preview.txt', text));
  const markdown = (await session.run('plan', ['--format', 'markdown'])).stdout;
  expect(markdown).toBe(golden('live-preview.md', markdown));
  const html = plainText((await session.run('plan', ['--format', 'html'])).stdout);
  // Of a preview that leads to another port each time.
  const page = html.replace(/\bpreview [0-9a-f]{12}/, 'preview DIGEST');
  expect(page).toBe(golden('html-live-preview.txt', page));
  // Where a reviewer reads what was found, in each view: documents, size, and what of the definition is not as the source's.
  for (const shown of [text, markdown, page].map(onOneLine)) {
    expect(shown).toContain('Verified by digest');
    expect(shown).toContain(`${COUNT} Lucene documents and 2.5 MB`);
    expect(shown).toMatch(/Left out: _all/);
    expect(shown).toContain('Left out: index.routing.allocation.require.zone');
    expect(shown).toContain('the source has 5, the plan says 3');
  }
  for (const step of ['approve-cutover', 'compare-definition']) expect(text).toContain(step);
  // In sight, not only in the list of checks that is folded.
  expect(page.indexOf('Lucene documents')).toBeLessThan(page.indexOf('kinds of checks passed'));
});

/** Without the line breaks of a terminal, and the escapes of Markdown. */
function onOneLine(text: string): string {
  return text.replaceAll('\\', '').replaceAll(/\s+/g, ' ');
}
