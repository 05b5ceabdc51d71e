import type { Preview } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { FLEET_INDICES, FLEET_PLAN, FLEET_REDIS } from '../../testing/fleet-plan.ts';
import { golden } from '../../testing/golden.ts';
import { samplePreview } from '../../testing/sample-preview.ts';
import { type Style, UNICODE_SYMBOLS } from '../text/style.ts';
import { displayWidth } from '../text/visible-text.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderPreview } from './render-preview.ts';

const preview = await samplePreview(FLEET_PLAN);
const nextSteps = [{ command: 'waybill apply fleet.preview.json', why: 'carry out exactly this' }];
const comment = renderMarkdown(preview, { nextSteps, maxBytes: 60_000, expiresAt: '2026-11-30T12:00:00.000Z' });

/** How often a text is there as a whole word. */
function timesIn(text: string, word: string): number {
  return text.split(/[^\w.:/-]+/).filter((part) => part === word).length;
}

function steady(text: string): string {
  return text.replace(/\b[0-9a-f]{64}\b/g, 'SHA256').replace(/preview `[0-9a-f]{12}`/g, 'preview `DIGEST`');
}

describe('a comment on 346 units', () => {
  test('says every from → to in less than 20 kB, each once, with nothing left out', () => {
    expect(Buffer.byteLength(comment)).toBeLessThan(20_000);
    expect(comment).not.toMatch(/Left out|more \(in the saved preview\)/);
    for (const { name } of FLEET_INDICES) expect([name, timesIn(comment, name)]).toEqual([name, 1]);
    for (const { name, source, target } of FLEET_REDIS)
      expect(comment.split(`| \`${name}\` | \`${source}\` | \`${target}\` |`)).toHaveLength(2);
    for (const { source, target } of FLEET_REDIS)
      expect([source, timesIn(comment, source), timesIn(comment, target)]).toEqual([source, 1, 1]);
    for (const { endpoint, instance } of FLEET_INDICES.slice(0, 3))
      expect([endpoint, timesIn(comment, endpoint), timesIn(comment, instance)]).toEqual([endpoint, 1, 1]);
  });

  test('has no line twice', () => {
    const lines = comment.split('\n').filter((line) => !/^(<\/?details>|\| --- .*|)$/.test(line));
    expect(lines.toSorted()).toEqual([...new Set(lines)].toSorted());
  });

  test('begins with what is approved, and ends with the secrets and the whole digest', () => {
    const [mark = '', approves = ''] = comment.split('\n');
    expect(mark).toBe('<!-- waybill preview of fleet -->');
    expect(approves).toBe(
      `### Approving this approves preview \`${preview.digest.slice(0, 12)}\`: 346 units, to be applied until 2026-11-30 12:00 UTC`,
    );
    expect(comment.indexOf('<summary>Secrets</summary>')).toBeGreaterThan(comment.indexOf('<summary>API calls'));
    expect(comment.trimEnd().endsWith(`preview \`${preview.digest}\`. Any other digest is a different preview.`)).toBe(
      true,
    );
  });

  test('reads as it should', () => {
    expect(steady(comment)).toBe(golden('fleet-comment.md', steady(comment)));
  });

  test('says how many places it leaves out when they do not fit', () => {
    const short = renderMarkdown(preview, { nextSteps, maxBytes: 8_000 });
    const shown = FLEET_INDICES.filter(({ name }) => timesIn(short, name) === 1).length;
    const left = [...short.matchAll(/(\d+) keys of/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(shown + left).toBe(300);
    expect(short).toMatch(/Left out to keep this comment short: .*places of `caches`.*The saved preview has all of it/);
  });
});

describe('a text on 346 units', () => {
  test.each([60, 80, 120])('fits %i columns and says where the rest is', (columns) => {
    const text = renderFleet(preview, columns);
    for (const line of text.split('\n').filter((each) => !each.includes('waybill ')))
      expect([line, displayWidth(line) <= columns]).toEqual([line, true]);
    expect(steady(text)).toBe(golden(`fleet-preview-${columns}.txt`, steady(text)));
    const cuts = text.match(/\b[\d,]+ (?:units? )?more\b/g) ?? [];
    const said = /\b[\d,]+ (?:units? )?more(?: with the same steps)?\s+\(--\w+\s+lists\s+them\)/g;
    expect(cuts.length).toBeGreaterThan(3);
    expect(text.match(said)).toHaveLength(cuts.length);
    expect(text.lastIndexOf('\nSecrets\n')).toBeGreaterThan(text.lastIndexOf('cache.online-migration)'));
  });

  test('shows the critical path in five lines at most, as an estimate', () => {
    for (const columns of [60, 80, 120]) {
      const lines = renderFleet(preview, columns).split('\n');
      const first = lines.findIndex((line) => line.startsWith('  critical path (estimate): '));
      const after = lines.findIndex((line) => line.startsWith('  raising active of search'));
      expect(first).toBeGreaterThan(0);
      expect(after - first).toBeLessThanOrEqual(5);
      expect(lines.slice(first, after).join(' ')).toMatch(/\d+ more \(--json lists +them\)$/);
    }
  });

  test('lists every place with --units', () => {
    const text = renderFleet(preview, 120, true);
    for (const { source, target } of FLEET_REDIS) expect(text).toContain(`address ${source} → id ${target}`);
    for (const { name } of FLEET_INDICES) expect(text).toContain(name);
    expect(text).not.toContain('--units');
  });
});

function renderFleet(shown: Preview, columns: number, listsUnits = false): string {
  const style: Style = { color: false, symbols: UNICODE_SYMBOLS, columns, paint: (_look, text) => text };
  const options = { style, nextSteps, listsUnits, showsRequests: false, isConcise: false };
  return [...renderPreview(shown, options)].join('');
}
