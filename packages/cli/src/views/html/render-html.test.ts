import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Preview, Report } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { golden } from '../../testing/golden.ts';
import { makeHostile } from '../../testing/hostile-preview.ts';
import { plainText } from '../../testing/plain-text.ts';
import { samplePreview } from '../../testing/sample-preview.ts';
import { sampleReport } from '../../testing/sample-report.ts';
import { renderHtml } from './render-html.ts';

const NEXT = [{ command: 'waybill apply plan.json', why: 'carry out exactly what is shown here' }];

function render(shown: Preview | Report): string {
  return [...renderHtml(shown, { nextSteps: NEXT })].join('');
}

/** What a person who looks at the source would read: without style, script and compressed data. */
function readable(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, '<style></style>')
    .replace(/<script>.*?<\/script>/s, '<script></script>')
    .replace(/(<script type="application\/gzip" data-block="\w+">)[^<]*/g, '$1')
    .replace(/sha256-[A-Za-z0-9+/=]{44}/g, 'sha256-HASH');
}

/** The blocks of the page, put together as its download is. */
function embeddedJson(page: string): string {
  const blocks = [...page.matchAll(/data-block="(\w+)">([^<]*)</g)].filter(([, kind]) => kind !== 'index');
  return blocks.map(([, , data = '']) => gunzipSync(Buffer.from(data, 'base64')).toString('utf8')).join('');
}

const preview = await samplePreview();
const report = await sampleReport();
const offline = await samplePreview(undefined, { isOffline: true });

describe('the page', () => {
  test.each([
    ['preview', preview],
    ['report', report],
    ['offline-preview', offline],
  ])('of a %s reads as it did', (name, shown) => {
    const text = plainText(render(shown));
    expect(text).toBe(golden(`html-${name}.txt`, text));
  });

  test('is the same for the same object, and says when it was made only when it is told', () => {
    expect(render(preview)).toBe(render(preview));
    const dated = [...renderHtml(preview, { nextSteps: [], now: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)) })].join('');
    expect(dated).toContain('2026-01-02 03:04:05Z');
  });

  test.each([
    ['preview', preview],
    ['report', report],
  ])('carries the JSON of the %s, byte for byte', (_name, shown) => {
    expect(embeddedJson(render(shown))).toBe(JSON.stringify(shown));
  });

  test('allows its own style and script by hash, and nothing else', () => {
    const page = render(report);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    const hashOf = (pattern: RegExp): string =>
      createHash('sha256')
        .update(pattern.exec(page)?.[1] ?? '')
        .digest('base64');
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${hashOf(/<style>(.*?)<\/style>/s)}'`,
      `script-src 'sha256-${hashOf(/<script>(.*?)<\/script>/s)}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  test('names no address that a browser would load by itself', () => {
    const markup = readable(render(report));
    expect(markup).not.toMatch(/\s(src|srcset|data|action|poster|background|style)=/);
    expect([...markup.matchAll(/href="([^"]*)"/g)].map(([, to]) => to).filter((to) => !to?.startsWith('#'))).toEqual(
      [],
    );
  });
});

describe('hostile texts', () => {
  test.each([
    ['preview', makeHostile(preview)],
    ['report', makeHostile(report)],
  ])('of a %s stay texts', (_name, shown) => {
    const markup = readable(render(shown));
    expect(markup).toContain('&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;');
    expect(markup).not.toMatch(/<img|<\/script><|onerror=alert\(1\)>/);
    expect(markup.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(embeddedJson(render(shown))).toBe(JSON.stringify(shown));
  });
});
