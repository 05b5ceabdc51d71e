import { cpus, totalmem } from 'node:os';
import type { Row } from './row.ts';

const START = '<!-- results: written by `npm run bench` -->';
const END = '<!-- end of results -->';

/** The result block of `docs/benchmarks.md`. */
export function renderResults(rows: readonly Row[], date: Date): string {
  const [cpu] = cpus();
  const memory = (totalmem() / 1024 ** 3).toFixed(0);
  return [
    START,
    '',
    `\`npm run bench\` on ${date.toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}, ${memory} GB.`,
    '',
    '| what | measured | bar | held | behind it |',
    '|---|---|---|---|---|',
    ...rows.map(
      ({ what, measured, bar, isHeld, detail }) =>
        `| ${what} | ${measured} | ${bar} | ${isHeld ? 'yes' : '**no**'} | ${detail} |`,
    ),
    '',
    END,
  ].join('\n');
}

/** Puts new results in the place of the old ones. */
export function replaceResults(document: string, results: string): string {
  const start = document.indexOf(START);
  const end = document.indexOf(END);
  if (start === -1 || end < start) throw new Error('docs/benchmarks.md has lost the marks around its results');
  return document.slice(0, start) + results + document.slice(end + END.length);
}
