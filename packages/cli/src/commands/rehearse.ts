import { type Exploration, exploreCrashPoints, type Rehearsal, rehearse as rehearsePlan } from '@waybill/rehearsal';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { parseCount } from '../parse-options.ts';
import type { CommonFlags, JsonFlag, VariableFlags } from '../plan-options.ts';
import { readPlan } from '../read-plan.ts';
import { buildRehearsalReport } from '../views/folds/build-rehearsal.ts';
import { counted } from '../views/folds/counted.ts';
import { renderRehearsal } from '../views/text/render-rehearsal.ts';
import { createStyle } from '../views/text/style.ts';
import { asRehearsed } from './as-rehearsed.ts';

export interface RehearseFlags extends CommonFlags, VariableFlags, JsonFlag {
  readonly crash?: boolean;
  readonly points: string;
  readonly seed: string;
}

/**
 * Carries the plan out in memory against simulated vendors on a virtual clock. With `--crash`, it dies and loses answers
 * at many points, in a world of its own each, and compares how each of them ends.
 */
export async function rehearse(file: string, flags: RehearseFlags, io: CliIo): Promise<ExitCode> {
  const maxPoints = parseCount(flags.points, '--points', 1);
  const seed = parseCount(flags.seed, '--seed', 0);
  const opened = await readPlan(file, flags, io);
  if (opened === undefined) return EXIT.error;
  const { graph, registry } = opened;
  const subject = { plan: asRehearsed(opened.plan), graph, registry, seed };
  const calm: Rehearsal = await rehearsePlan({ ...subject, interrupt: () => 'none' });
  const explored: Exploration | undefined =
    flags.crash === true && calm.breakdown === undefined
      ? await exploreCrashPoints({ ...subject, maxPoints, onPoint: showProgress(io) })
      : undefined;
  const report = buildRehearsalReport({ plan: opened.plan, seed, calm, explored, context: { file, flags } });
  if (flags.json === true) io.stdout.write(`${JSON.stringify(report)}\n`);
  else io.stdout.write(`${renderRehearsal(report, createStyle(io.stdout, io.env, flags))}\n`);
  return report.is_good ? EXIT.done : EXIT.error;
}

/** One line that is written over, on a terminal only. */
function showProgress(io: CliIo): (tried: number, total: number) => void {
  if (!io.stderr.isTTY || io.env['TERM'] === 'dumb') return () => {};
  return (tried, total) => {
    const line = tried === total ? '' : `tried ${tried} of ${counted(total, 'point')}`;
    io.stderr.write(`\r${line.padEnd(40)}${tried === total ? '\r' : ''}`);
  };
}
