import xterm from '@xterm/headless';
import { expect, test } from 'vitest';
import type { TextOutput } from '../../cli-io.ts';
import { createTerminalPicture } from './terminal-picture.ts';

/** A terminal that wraps its lines anew when it is resized. */
function openTerminal(columns: number, rows: number) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  const output: TextOutput = {
    isTTY: true,
    write: (text) => terminal.write(text),
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
  };
  const settle = (): Promise<void> => new Promise((resolve) => terminal.write('', resolve));
  return {
    output,
    resize: async (to: number): Promise<void> => {
      await settle();
      terminal.resize(to, rows);
    },
    /** What is on the screen and above it, without what is empty at the end. */
    lines: async (): Promise<readonly string[]> => {
      await settle();
      const { active } = terminal.buffer;
      const all = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
      return all.join('\n').trimEnd().split('\n');
    },
  };
}

const frameOf = (count: number, columns: number): string =>
  Array.from({ length: 8 }, (_, row) => `${count}.${row} `.padEnd(row % 2 === 0 ? columns : 10, '=')).join('\n');

test.each([
  [120, 60],
  [120, 59],
  [80, 120],
  [100, 33],
  [60, 60],
])('a picture of %i columns leaves nothing behind when the terminal is resized to %i', async (before, after) => {
  const { output, resize, lines } = openTerminal(before, 40);
  output.write('$ waybill apply\n');
  const picture = createTerminalPicture(output);
  picture.draw(frameOf(1, before));
  picture.draw(frameOf(2, before));
  await resize(after);
  picture.draw(frameOf(3, after));
  expect(await lines()).toEqual(['$ waybill apply', ...frameOf(3, after).split('\n')]);
  await resize(before);
  picture.clear();
  output.write('summary');
  expect(await lines()).toEqual(['$ waybill apply', 'summary']);
});

test('a line that is longer than the terminal is erased with all its rows', async () => {
  const { output, resize, lines } = openTerminal(50, 40);
  output.write('before\n');
  const picture = createTerminalPicture(output);
  picture.draw(`${'x'.repeat(120)}\nend`);
  await resize(30);
  picture.draw('next');
  expect(await lines()).toEqual(['before', 'next']);
});
