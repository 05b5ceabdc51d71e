import type { ReadGauges, RunEvent } from '@waybill/core';
import { RunProgress } from '@waybill/node/live';
import { describe, expect, test } from 'vitest';
import { golden } from '../../testing/golden.ts';
import { MIXED, type SimulatedRun, simulateRun } from '../../testing/simulated-run.ts';
import { PlainLines } from './plain-lines.ts';
import { type Style, UNICODE_SYMBOLS } from './style.ts';

const STYLE: Style = { color: false, symbols: UNICODE_SYMBOLS, columns: 80, paint: (_look, text) => text };
const CONTEXT = { file: 'shop.yaml', flags: {} };

function raise(): never {
  throw new Error('every event has its gauges');
}

/** As a view: the fold first, the lines then. */
class Log {
  readonly #progress: RunProgress;
  readonly #lines: PlainLines;

  constructor({ before }: SimulatedRun, read?: ReadGauges) {
    this.#progress = new RunProgress(undefined, before);
    if (read !== undefined) this.#progress.onGauges(read);
    this.#lines = new PlainLines({ progress: this.#progress, style: STYLE, context: CONTEXT });
  }

  add(event: RunEvent): readonly string[] {
    this.#progress.add(event);
    return this.#lines.add(event);
  }

  tick(at: number): readonly string[] {
    return this.#lines.tick(at);
  }
}

describe('a run as lines', () => {
  test('tells what happened, once, with the time', async () => {
    let isLost = false;
    const run = await simulateRun(MIXED, {
      failing: ['indices[b]', 'indices[d]'],
      limits: { active: 3 },
      fault: ({ operation }) => {
        if (operation !== 'CreateTask' || isLost) return 'none';
        isLost = true;
        return 'lost-after-effect';
      },
    });
    let index = 0;
    const lines = new Log(run, () => run.gauges[index] ?? raise());
    const told = run.events.flatMap((event, position) => {
      index = position;
      return lines.add(event);
    });
    const text = `${told.join('\n')}\n`;
    expect(text).toBe(golden('plain.txt', text));
  });

  test('tells how many slices of own work are done', async () => {
    const lines = new Log(await simulateRun([{ name: 'm', target: 'tally' }]));
    const step = { step: 'm.tally', unit: 'm' };
    const counts = { unitCount: 1, stepCount: 1, finishedStepCount: 0 };
    lines.add({ kind: 'run.started', at: 1, run: 'run-1', plan: 'p', isResumed: false, ...counts });
    expect(lines.add({ kind: 'step.progressed', at: 2, ...step, done: 0, total: 3 })).toEqual([]);
    const told = lines.add({ kind: 'step.progressed', at: 10_000, ...step, done: 1, total: 3 });
    expect(told.join()).toContain(', 1 of 3 slices');
  });

  test('shows how many documents are copied, and how fast, four times a minute where nothing else moves', async () => {
    const lines = new Log(await simulateRun([{ name: 'm', target: 'tally' }]));
    const counts = { unitCount: 1, stepCount: 1, finishedStepCount: 0 };
    lines.add({ kind: 'run.started', at: 1, run: 'run-1', plan: 'p', isResumed: false, ...counts });
    const shown: string[] = [];
    for (let second = 1; second <= 90; second += 1) {
      const work = { of: 'documents', done: second * 1_250, total: 400_000 };
      const step = { step: 'm.tally', unit: 'm', done: 0, total: 4, work };
      shown.push(...lines.add({ kind: 'step.progressed', at: second * 1_000 + 1, ...step }));
    }
    expect(shown.map((line) => /progress (\S+(?: \d+s)?):/.exec(line)?.[1])).toEqual([
      '5s',
      '20s',
      '35s',
      '50s',
      '1m 5s',
      '1m 20s',
    ]);
    expect(shown.at(-1)).toContain(', 0 of 4 slices, 100,000 of 400,000 documents (1,250/s, ~4m left)');
  });

  test('shows a copy that has stalled once a minute, although its rate falls', async () => {
    const lines = new Log(await simulateRun([{ name: 'm', target: 'tally' }]));
    const counts = { unitCount: 1, stepCount: 1, finishedStepCount: 0 };
    lines.add({ kind: 'run.started', at: 1, run: 'run-1', plan: 'p', isResumed: false, ...counts });
    const shown: string[] = [];
    for (let second = 1; second <= 190; second += 1) {
      const work = { of: 'documents', done: Math.min(second, 10) * 1_250, total: 400_000 };
      const step = { step: 'm.tally', unit: 'm', done: 0, total: 4, work };
      shown.push(...lines.add({ kind: 'step.progressed', at: second * 1_000 + 1, ...step }));
    }
    expect(shown.map((line) => /progress (\S+(?: \d+s)?):/.exec(line)?.[1])).toEqual(['5s', '20s', '1m 20s', '2m 20s']);
    expect(shown[1]).toContain(', 12,500 of 400,000 documents (');
  });

  test('a thousand failures with one cause are four lines', async () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => `${index}`);
    const lines = new Log(await simulateRun([{ name: 'many', target: 'move', keys: [] }]));
    const failures = keys.map(
      (key): RunEvent => ({
        kind: 'step.failed',
        at: 1,
        step: `many[${key}].create`,
        unit: `many[${key}]`,
        code: 'Frozen',
        message: 'frozen',
      }),
    );
    expect(failures.flatMap((event) => lines.add(event))).toHaveLength(4);
  });

  test('unknown calls with one cause are not called failed', async () => {
    const lines = new Log(await simulateRun([{ name: 'many', target: 'move', keys: [] }]));
    const texts = Array.from({ length: 9 }, (_, key): RunEvent => {
      const unit = `many[${key}]`;
      return {
        kind: 'step.unknown',
        at: 1,
        step: `${unit}.create`,
        unit,
        code: 'Lost',
        message: 'Nobody knows.',
        needsPerson: true,
      };
    }).flatMap((event) => lines.add(event));
    expect(texts.at(-1)).toMatch(/more units are unknown: Lost: Nobody knows; the summary counts them$/);
    expect(texts.join()).not.toContain('failed');
  });

  test('progress comes once a minute while nothing happens', async () => {
    const run = await simulateRun([{ name: 'one', target: 'move' }]);
    const lines = new Log(run);
    const counts = { unitCount: 1, stepCount: 3, finishedStepCount: 0 };
    lines.add({ kind: 'run.started', at: 1_000, run: 'run-1', plan: run.plan.name, isResumed: false, ...counts });
    const printed = Array.from({ length: 600 }, (_, second) => lines.tick(2_000 + second * 1_000)).filter(
      (tick) => tick.length > 0,
    );
    // The first after five seconds.
    expect(printed).toHaveLength(10);
  });

  test('text of a vendor cannot steer the terminal', async () => {
    const lines = new Log(await simulateRun([{ name: 'one', target: 'move' }]));
    const [line] = lines.add({
      kind: 'step.failed',
      at: 1,
      step: 'one.create',
      unit: 'one',
      code: 'X',
      message: 'a\u001b[2Jb\r\nc',
    });
    expect(line).toBe('00:00:00Z ✗ one.create failed: X: a<U+001B>[2Jb c');
  });
});
