import { createLogUpdate } from 'log-update';
import type { TextOutput } from '../../cli-io.ts';
import { displayWidth } from '../text/visible-text.ts';
import { HIDE_CURSOR, SHOW_CURSOR } from './terminal-cursor.ts';
import { TerminalStream } from './terminal-stream.ts';

/** A picture that is replaced in place, also after the terminal was resized. */
export interface TerminalPicture {
  draw(frame: string): void;
  /** Takes the picture off the screen and gives the cursor back. */
  clear(): void;
}

interface Drawn {
  readonly frame: string;
  readonly columns: number;
}

/**
 * A terminal that becomes narrower wraps the lines that it shows, so that a picture takes more rows than were written.
 * Those rows are counted at the new width and erased before the next picture.
 */
export function createTerminalPicture(output: TextOutput): TerminalPicture {
  const updater = createLogUpdate(new TerminalStream(output), { showCursor: true });
  let drawn: Drawn | undefined;
  const eraseResized = (): void => {
    const { columns } = output.size();
    if (drawn === undefined || drawn.columns === columns) return;
    output.write(eraseRows(countRows(drawn, columns)));
    updater.done();
    drawn = undefined;
  };
  return {
    draw: (frame) => {
      output.write(HIDE_CURSOR);
      eraseResized();
      updater(frame);
      drawn = { frame, columns: output.size().columns };
    },
    clear: () => {
      eraseResized();
      updater.clear();
      updater.done();
      drawn = undefined;
      output.write(SHOW_CURSOR);
    },
  };
}

/** Source: ECMA-48 CUU and ED. The cursor stays inside the screen, however far it is sent. */
function eraseRows(rows: number): string {
  return `\u001b[${rows}A\r\u001b[J`;
}

/** How many rows a picture takes once the terminal is `columns` wide. It was written in lines of its own width at most. */
function countRows({ frame, columns: writtenColumns }: Drawn, columns: number): number {
  let rows = 0;
  for (const line of frame.split('\n')) {
    const width = displayWidth(line);
    const fullLines = Math.floor(width / writtenColumns);
    const rest = width % writtenColumns;
    rows += fullLines * Math.ceil(writtenColumns / columns);
    if (rest > 0 || fullLines === 0) rows += Math.max(1, Math.ceil(rest / columns));
  }
  return rows;
}
