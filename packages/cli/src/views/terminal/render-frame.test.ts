import { RunProgress } from '@waybill/node/live';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { golden } from '../../testing/golden.ts';
import { MIXED, type SimulatedRun, simulateRun } from '../../testing/simulated-run.ts';
import { ASCII_SYMBOLS, type Style, UNICODE_SYMBOLS } from '../text/style.ts';
import { displayWidth } from '../text/visible-text.ts';
import { renderFrame } from './render-frame.ts';

const CONTEXT = { file: 'shop.yaml', flags: { state: 'states/shop.db' } };

function frameAfter(
  run: SimulatedRun,
  length: number,
  size: { columns: number; rows: number },
  isAscii = false,
): string {
  const progress = new RunProgress(undefined, run.before);
  for (const event of run.events.slice(0, length)) progress.add(event);
  const gauges = run.gauges[length - 1];
  if (gauges !== undefined) progress.onGauges(() => gauges);
  const style: Style = {
    color: false,
    symbols: isAscii ? ASCII_SYMBOLS : UNICODE_SYMBOLS,
    columns: size.columns,
    paint: (_look, text) => text,
  };
  return renderFrame(progress, {
    style,
    rows: size.rows,
    now: progress.lastAt,
    callsPerSecond: 4.25,
    context: CONTEXT,
  });
}

async function mixedRun(): Promise<SimulatedRun> {
  return await simulateRun(MIXED, { failing: ['indices[b]', 'indices[d]'], limits: { active: 3, inFlight: 2 } });
}

describe('a picture of a run', () => {
  test.each([
    [80, 40],
    [40, 30],
  ])('at %i by %i, from the beginning to the end', async (columns, rows) => {
    const run = await mixedRun();
    const lengths = [1, 20, Math.floor(run.events.length * 0.6), run.events.length];
    const frames = lengths
      .map((length) => `${frameAfter(run, length, { columns, rows })}\n${'='.repeat(columns)}\n`)
      .join('');
    expect(frames).toBe(golden(`frames-${columns}.txt`, frames));
  });

  test.each([60, 80, 120])('shows how far copies are, and how fast, at %i', async (columns) => {
    const run = await simulateRun(MIXED);
    const [started] = run.events;
    if (started === undefined) throw new Error('a run starts');
    const own = { kind: 'step.progressed', step: 'indices[a].copy', unit: 'indices[a]', done: 1, total: 12 } as const;
    const remote = { kind: 'step.waiting', step: 'indices[b].await-copy', unit: 'indices[b]' } as const;
    const events = [0, 10].flatMap((second) => {
      const at = started.at + second * 1_000;
      const [copied, pulled] = [1_000_000 + second * 20_400, second * 4_112];
      return [
        { ...own, at, work: { of: 'documents', done: copied, total: 5_000_000 } },
        {
          ...remote,
          at,
          status: `${pulled} of 80000 documents`,
          progress: pulled / 80_000,
          work: { of: 'documents', done: pulled, total: 80_000 },
        },
      ];
    });
    const copying = { ...run, events: [started, ...events], gauges: [] };
    const frame = `${frameAfter(copying, 5, { columns, rows: 40 })}\n`;
    expect(frame).toBe(golden(`frames-copy-${columns}.txt`, frame));
  });

  test('needs nothing but ASCII when the terminal has nothing else', async () => {
    const run = await mixedRun();
    const frame = frameAfter(run, run.events.length, { columns: 80, rows: 40 }, true);
    expect(frame).toMatch(/^[\x20-\x7e\n]*$/);
    expect(frame).toBe(golden('frame-ascii.txt', frame));
  });

  test('fits every terminal: no line but a command is too wide, and there are never too many', async () => {
    const run = await mixedRun();
    fc.assert(
      fc.property(
        fc.integer({ min: 24, max: 200 }),
        fc.integer({ min: 8, max: 60 }),
        fc.nat(run.events.length),
        (columns, rows, length) => {
          const lines = frameAfter(run, length, { columns, rows }).split('\n');
          expect(lines.length).toBeLessThan(rows);
          const withoutWords = lines.filter((line) => !/^ {4}\S/.test(line));
          for (const line of withoutWords) expect(displayWidth(line)).toBeLessThan(columns);
        },
      ),
    );
  });
});
