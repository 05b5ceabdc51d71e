import { describe, expect, test } from 'vitest';
import { hanging, renderUnknown } from './render-outcome.ts';
import { createStyle } from './style.ts';

function style(columns: number): ReturnType<typeof createStyle> {
  return createStyle({ isTTY: false, size: () => ({ columns, rows: 24 }), write: () => {} }, {}, {});
}

describe('text behind a lead', () => {
  const text = 'compare both shelves (own work: compare-sheets with old and new)';
  const lead = '    * compare  job    ';

  test('stays in its line where it fits', () => {
    expect(hanging(text, lead, style(120))).toEqual([`${lead}${text}`]);
  });

  test.each([50, 60, 80])('continues below its beginning, and within %d columns', (columns) => {
    const lines = hanging(text, lead, style(columns));
    expect(lines.map((line) => line.slice(lead.length)).join(' ')).toBe(text);
    expect(lines.slice(1).every((line) => line.startsWith(' '.repeat(lead.length)))).toBe(true);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
  });

  test('begins below a lead that leaves too little beside it', () => {
    const [first, ...lines] = hanging(text, lead, style(40));
    expect(first).toBe(lead.trimEnd());
    expect(lines.map((line) => line.trim()).join(' ')).toBe(text);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(40);
  });
});

test('a task that the state has no record of blocks its unit, and is no call that may have happened', () => {
  const group = (code: string, unit: string) => ({ code, message: 'A task does it.', units: [unit] });
  const lines = renderUnknown([group('RUN_TASK_OF_OTHER_STATE', 'a'), group('RUN_OUTCOME_UNKNOWN', 'b')], style(120));
  expect(lines.map((line) => line.trim())).toEqual([
    '',
    'Blocked: a task exists that this state has no record of; nothing was sent',
    expect.stringContaining('RUN_TASK_OF_OTHER_STATE'),
    'a',
    '',
    'Unknown: the call may have happened',
    expect.stringContaining('RUN_OUTCOME_UNKNOWN'),
    'b',
  ]);
  expect(renderUnknown([], style(120))).toEqual([]);
});
