import type { Preview, PreviewFinding } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { golden } from '../../testing/golden.ts';
import { SandboxSession } from '../../testing/sandbox-session.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { LEAST_MAX_BYTES, renderMarkdown } from './render-markdown.ts';

async function previewOfShop(): Promise<Preview> {
  await using session = await SandboxSession.open();
  return JSON.parse((await session.run('plan', ['--json'])).stdout) as Preview;
}

const shop = await previewOfShop();
const nextSteps = [{ command: 'waybill apply shop.preview.json', why: 'carry out exactly this' }];

function finding(index: number, more: Partial<PreviewFinding> = {}): PreviewFinding {
  return {
    verdict: 'blocking',
    basis: 'checked',
    check: 'sink-index-absent',
    title: 'the sink has no such index',
    detail: `The sink has an index orders-${index} already.`,
    hint: 'Choose another sinkCluster.index.',
    provider: 'search',
    units: [`orders[orders-${index}]`],
    line: 26,
    ...more,
  };
}

function blocked(count: number): Preview {
  // The number of documents differs: what differs by the unit's key alone is said once.
  const findings = Array.from({ length: count }, (_, index) =>
    finding(index, { detail: `The sink has an index orders-${index} already, with ${index + 1} documents.` }),
  );
  return {
    ...shop,
    checks: { basis: 'checked', counts: { passed: 3, warning: 0, blocking: count, unasked: 0 }, findings },
  };
}

describe('a preview as a comment', () => {
  test('reads as it should', () => {
    const text = renderMarkdown(blocked(2), { nextSteps, maxBytes: 60_000 });
    const steady = text.replace(/[0-9a-f]{64}/g, 'SHA256').replace(/preview `[0-9a-f]{12}`/g, 'preview `DIGEST`');
    expect(steady).toBe(golden('comment.md', steady));
  });

  test('is never longer than allowed, begins with its mark, and ends with its whole digest', () => {
    fc.assert(
      fc.property(fc.integer({ min: LEAST_MAX_BYTES, max: 70_000 }), fc.nat(600), (maxBytes, count) => {
        const text = renderMarkdown(blocked(count), { nextSteps, maxBytes });
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
        expect(text.startsWith('<!-- waybill preview of shop -->\n### ')).toBe(true);
        expect(text).toContain(`preview \`${shop.digest}\``);
        expect(text).toContain(nextSteps[0]?.command);
      }),
      { numRuns: 60 },
    );
  });

  test('says once what blocks 300 units alike', () => {
    const findings = Array.from({ length: 300 }, (_, index) => finding(index));
    const counts = { passed: 3, warning: 0, blocking: 300, unasked: 0 };
    const preview: Preview = { ...shop, checks: { basis: 'checked', counts, findings } };
    const text = renderMarkdown(preview, { nextSteps, maxBytes: 60_000 });
    expect(text.match(/:no_entry: \*\*BLOCKING\*\*/g)).toHaveLength(1);
    expect(text).toContain('The sink has an index &lt;key&gt; already.');
    expect(text).toMatch(/`orders\[orders-0\]`.* and \d+ more \(in the saved preview\)/);
  });

  test('drops details before checks, and says what was left out', () => {
    const text = renderMarkdown(blocked(40), { nextSteps, maxBytes: 9_000 });
    expect(text.match(/:no_entry: \*\*BLOCKING\*\*/g)).toHaveLength(40);
    expect(text).toMatch(/_Left out to keep this comment short: .*steps of units/);
    const crowded = renderMarkdown(blocked(400), { nextSteps, maxBytes: 12_000 });
    expect(crowded).toMatch(/Left out to keep this comment short: \d+ blocking checks/);
  });
});

describe('text from elsewhere', () => {
  test.each([
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['@octocat see #12', '@\u2060octocat see \\#\u206012'],
    [
      'acme/x!3 GH-7 www.evil.example ~bug %4 &5 $6',
      'acme/x!\u20603 GH\u2060-7 www\u2060.evil.example \\~\u2060bug %\u20604 &amp;\u20605 $\u20606',
    ],
    ['a|b `c` *d* [e](https://evil)', 'a\\|b \\`c\\` \\*d\\* \\[e\\](https\u2060:\u2060//evil)'],
    ['</details>\n# owned', '&lt;/details&gt; \\# owned'],
  ])('%j stays text', (raw, expected) => {
    expect(markdownText(raw)).toBe(expected);
  });

  test('in code keeps its backticks, and a bar ends no cell', () => {
    expect(markdownCode('a`b|c')).toBe('`` a`b\\|c ``');
  });
});
