import type { Clock } from '@waybill/core';
import type { RunProgress } from '@waybill/node/live';
import type { CliIo } from '../../cli-io.ts';
import type { CallMeter } from '../folds/call-meter.ts';
import { type CommandContext, resumeCommand } from '../folds/command-line.ts';
import { PlainLines } from '../text/plain-lines.ts';
import { renderSummary } from '../text/render-summary.ts';
import { createStyle, type Style } from '../text/style.ts';
import { JsonView } from './json-view.ts';
import { LiveView } from './live-view.ts';
import { PlainView } from './plain-view.ts';
import { QuietView } from './quiet-view.ts';
import { renderFrame } from './render-frame.ts';
import type { RunView } from './run-view.ts';
import { createTerminalPicture } from './terminal-picture.ts';

export interface RunViewOptions {
  readonly io: CliIo;
  readonly flags: { readonly json?: boolean; readonly quiet?: boolean; readonly color?: boolean };
  readonly clock: Clock;
  /** The fold of the run's events; each event is in it before the view hears of it. */
  readonly progress: RunProgress;
  readonly meter: CallMeter;
  readonly context: CommandContext;
}

/** The view that fits the output: JSON or quiet when asked for, live on a terminal, plain lines elsewhere. */
export function createRunView(options: RunViewOptions): RunView {
  const { io, flags, clock, progress, context } = options;
  const style = createStyle(io.stdout, io.env, flags);
  const print = (text: string): void => io.stdout.write(text);
  const renderEnd = (summary: Parameters<typeof renderSummary>[0]): string => renderSummary(summary, style);
  if (flags.json === true && flags.quiet === true)
    return new QuietView((summary) => print(`${JSON.stringify(summary)}\n`));
  if (flags.json === true) return new JsonView(print);
  if (flags.quiet === true) return new QuietView((summary) => print(renderEnd(summary)));
  const stopNotice = `Stopping: calls in progress are finished, nothing new starts. Resume with: ${resumeCommand(context)}`;
  if (io.stdout.isTTY && io.env['TERM'] !== 'dumb')
    return createLiveView(options, { style, stopNotice, print, renderEnd });
  return new PlainView({ clock, lines: new PlainLines({ progress, style, context }), print, renderEnd, stopNotice });
}

interface ViewParts {
  readonly style: Style;
  readonly stopNotice: string;
  readonly print: (text: string) => void;
  readonly renderEnd: (summary: Parameters<typeof renderSummary>[0]) => string;
}

function createLiveView(options: RunViewOptions, parts: ViewParts): RunView {
  const { io, clock, progress, meter, context } = options;
  const { style } = parts;
  const picture = createTerminalPicture(io.stdout);
  return new LiveView({
    ...parts,
    clock,
    draw: (frame) => picture.draw(frame),
    clear: () => picture.clear(),
    frame: () => {
      const { columns, rows } = io.stdout.size();
      const now = clock.now();
      return renderFrame(progress, {
        style: { ...style, columns },
        rows,
        now,
        callsPerSecond: meter.perSecond(),
        context,
      });
    },
  });
}
