import { defined, type Preview } from '@waybill/core';
import type { PreviewLane } from '@waybill/core/internal';
import { describe, expect, test } from 'vitest';
import { samplePreview } from '../../testing/sample-preview.ts';
import { renderRollout } from './rollout-section.ts';

const preview = await samplePreview();
const page = renderRollout(preview, false).text;

function withLanes(lanes: readonly PreviewLane[] | undefined): Preview {
  const { schedule } = preview;
  if (schedule === undefined) throw new Error('the sample has an estimate');
  const { lanes: _lanes, ...rest } = schedule;
  return { ...preview, schedule: { ...rest, ...defined({ lanes }) } };
}

function countOf(pattern: RegExp, text: string): number {
  return [...text.matchAll(pattern)].length;
}

describe('the rollout over time', () => {
  test('has a lane for the whole run and one for each migration, the earliest first, and a row of the table for each', () => {
    const names = [...page.matchAll(/<div class="lane-name"><b>([^<]*)<\/b> <small>\d+ units?<\/small>/g)].map(
      ([, name]) => name,
    );
    const rows = [...page.matchAll(/<tr><th scope="row">([^<]*)<\/th>/g)].map(([, name]) => name);
    expect(names).toEqual(['Whole run', ...rows]);
    expect(rows).toEqual(['products', 'archives', 'logs', 'sessions', 'orders', 'rankings', 'audit']);
  });

  test('marks every gate and every downtime, and says in words what they are', () => {
    expect(countOf(/<svg class="gate"/g, page)).toBe(6);
    expect(countOf(/<rect class="downtime" x=/g, page)).toBe(6);
    expect(page).toContain('4 × cut-over, 38m to 54m');
    expect(countOf(/Stop every writer of the source, then approve\./g, page)).toBe(1);
  });

  test('draws all bars within the axis', () => {
    for (const [, x = '', width = ''] of page.matchAll(
      /<rect class="(?:tail|likely)" x="([\d.]+)%" y="\d+" width="([\d.]+)%"/g,
    ))
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(100.5);
  });

  test('shows each unit of a median run instead where a preview of an older format has no lanes', () => {
    const old = renderRollout(withLanes(undefined), false).text;
    expect(old).toMatch(/<details class="fold" open><summary>Each unit in a median run/);
    expect(old).not.toContain('Rollout as a table');
  });

  test('names what shares a lane', () => {
    const shared = { units: 300, starts_ms: 0, ends_p50_ms: 1_000, ends_p90_ms: 2_000 };
    const migrations = Array.from({ length: 300 }, (_, at) => `m${at}`);
    const text = renderRollout(withLanes([{ ...shared, migrations, uses: 'search.index-migration' }]), false).text;
    expect(text).toContain('300 migrations with search.index-migration');
    expect(text).toContain('m0, m1, m2 and 297 more');
    expect(renderRollout(withLanes([{ ...shared, migrations }]), false).text).toContain('<b>300 migrations</b>');
  });

  test('of many gates that are close together keeps the diamonds of the first and the last', () => {
    const reached = Array.from({ length: 24 }, (_, at) => 60_000 + at * 1_000);
    const gates = [{ step: 'cutover', title: 'cut-over', units: 300, reached_ms: reached }];
    const lane = { migrations: ['m'], units: 300, starts_ms: 0, ends_p50_ms: 90_000, ends_p90_ms: 9_000_000, gates };
    const text = renderRollout(withLanes([lane]), false).text;
    expect(countOf(/<svg class="gate"/g, text)).toBe(24);
    expect(countOf(/class="gate" x[^>]*><title>[^<]*<\/title><path d="M0,7V24M0,0l4/g, text)).toBe(2);
  });

  test('says that it is not known without an estimate', async () => {
    const offline = await samplePreview(undefined, { isOffline: true });
    expect(renderRollout(offline, false).text).toContain('it is not known when a unit would start');
  });
});
