import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Which type a column of the tables is about: the heading names it. */
const UNIONS: Readonly<Record<string, readonly [file: string, before: string]>> = {
  StepState: ['core/src/journal/step-state.ts', 'export interface StepState {\n  readonly status:'],
  StepStatus: ['core/src/progress/step-status.ts', 'export type StepStatus ='],
  UnitStatus: ['core/src/progress/unit-status.ts', 'export type UnitStatus ='],
  RunOutcome: ['core/src/journal/record.ts', 'export type RunOutcome ='],
  ReportDecision: ['core/src/standing/collect-decisions.ts', 'readonly decision:'],
};

it.each(Object.entries(UNIONS))('the table of words for states has those of %s', async (type, [file, before]) => {
  const architecture = await readFile(join(root, 'ARCHITECTURE.md'), 'utf8');
  const source = await readFile(join(root, 'packages', file), 'utf8');
  expect(wordsOfColumn(architecture, type)).toEqual(wordsOfUnion(source, before));
});

it('names the words of decisions on units, and of runs in progress', async () => {
  const architecture = await readFile(join(root, 'ARCHITECTURE.md'), 'utf8');
  const record = await readFile(join(root, 'packages/core/src/journal/record.ts'), 'utf8');
  const recorded = wordsOfColumn(architecture, 'UnitDecided').filter((word) => !word.includes('.'));
  expect(recorded).toEqual(wordsOfUnion(record, 'readonly decision:'));
  const liveness = await readFile(join(root, 'packages/node/src/live/run-liveness.ts'), 'utf8');
  const sentence = /Whether a run is in progress is [^.]*\./.exec(architecture)?.[0] ?? '';
  const said = [...sentence.matchAll(/`([a-z]+)`/g)].map(([, word = '']) => word);
  expect(said.toSorted()).toEqual(wordsOfUnion(liveness, 'export type RunLiveness ='));
});

/** The words in the column whose heading names a type, each once. */
function wordsOfColumn(text: string, type: string): readonly string[] {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.startsWith('|') && line.includes(`\`${type}\``));
  const column = (lines[head] ?? '').split('|').findIndex((cell) => cell.includes(`\`${type}\``));
  const below = lines.slice(head + 2);
  const rows = below.slice(
    0,
    below.findIndex((line) => !line.startsWith('|')),
  );
  const words = rows.flatMap((row) => /`([^`]+)`/.exec(row.split('|')[column] ?? '')?.[1] ?? []);
  return [...new Set(words)].toSorted();
}

function wordsOfUnion(source: string, before: string): readonly string[] {
  const start = source.indexOf(before);
  expect(start, before).toBeGreaterThan(0);
  const union = source.slice(start + before.length, source.indexOf(';', start));
  return [...union.matchAll(/'([^']+)'/g)].map(([, word = '']) => word).toSorted();
}
