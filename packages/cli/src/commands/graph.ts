import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommonFlags, VariableFlags } from '../plan-options.ts';
import { readPlan } from '../read-plan.ts';
import { buildDrawing, type DrawingLevel } from '../views/folds/build-drawing.ts';
import { renderDot } from '../views/text/render-dot.ts';
import { renderMermaid } from '../views/text/render-mermaid.ts';

export interface GraphFlags extends CommonFlags, VariableFlags {
  readonly format: 'mermaid' | 'dot';
  readonly units?: boolean;
  readonly steps?: boolean;
}

/** Draws what waits for what. */
export async function graph(file: string, flags: GraphFlags, io: CliIo): Promise<ExitCode> {
  const opened = await readPlan(file, flags, io);
  if (opened === undefined) return EXIT.error;
  const drawing = buildDrawing(opened.graph, levelOf(flags));
  io.stdout.write(flags.format === 'dot' ? renderDot(drawing) : renderMermaid(drawing));
  return EXIT.done;
}

function levelOf({ units, steps }: GraphFlags): DrawingLevel {
  if (steps === true) return 'steps';
  return units === true ? 'units' : 'migrations';
}
