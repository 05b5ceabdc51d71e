import { type Exploration, exploreCrashPoints, type Rehearsal, rehearse as rehearsePlan } from '@waybill/rehearsal';
import { createOuterRedactor } from '../clean-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { loadStands, type StandFlags } from '../load-stands.ts';
import { parseCount } from '../parse-options.ts';
import type { CommonFlags, JsonFlag, VariableFlags } from '../plan-options.ts';
import { type NamedPlan, readPlan } from '../read-plan.ts';
import { loadRegistry } from '../registry.ts';
import { buildRehearsalReport } from '../views/folds/build-rehearsal.ts';
import { counted } from '../views/folds/counted.ts';
import { renderRehearsal } from '../views/text/render-rehearsal.ts';
import { createStyle } from '../views/text/style.ts';
import { asRehearsed } from './as-rehearsed.ts';

export interface RehearseFlags extends CommonFlags, VariableFlags, StandFlags, JsonFlag {
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
  const stands = await loadStands(flags, io.cwd);
  const opened = await readPlan(file, flags, io);
  if (opened === undefined) return EXIT.error;
  const { graph, registry } = opened;
  const subject = { plan: asRehearsed(opened.plan), graph, registry, seed, stands };
  const calm: Rehearsal = await rehearsePlan({ ...subject, interrupt: () => 'none' });
  const explored: Exploration | undefined =
    flags.crash === true && calm.breakdown === undefined
      ? await exploreCrashPoints({ ...subject, maxPoints, onPoint: showProgress(io) })
      : undefined;
  const redactor = await createOuterRedactor(io);
  const { breakdown } = calm;
  const report = buildRehearsalReport({
    plan: opened.plan,
    seed,
    calm: { ...calm, breakdown: breakdown === undefined ? undefined : redactor.text(breakdown) },
    explored,
    context: { file, flags },
    stands: flags.stand ?? [],
  });
  if (flags.json === true) io.stdout.write(`${JSON.stringify(report)}\n`);
  else io.stdout.write(`${renderRehearsal(report, createStyle(io.stdout, io.env, flags))}\n`);
  if (!report.is_good) await noteMissingStands(opened, flags, io);
  return report.is_good ? EXIT.done : EXIT.error;
}

/** A provider of a module may speak to a vendor that nothing here simulates. */
async function noteMissingStands({ plan, registry }: NamedPlan, flags: RehearseFlags, io: CliIo): Promise<void> {
  if (flags.stand !== undefined) return;
  const builtIn = await loadRegistry();
  const types = new Set([...plan.providers.values()].map(({ type }) => type));
  const further = [...types].filter((type) => registry.has(type) && !builtIn.has(type));
  if (further.length === 0) return;
  io.stderr.write(`note: there is no simulated vendor for ${further.join(', ')}; --stand FILE adds one\n`);
}

/** One line that is written over, on a terminal only. */
function showProgress(io: CliIo): (tried: number, total: number) => void {
  if (!io.stderr.isTTY || io.env['TERM'] === 'dumb') return () => {};
  return (tried, total) => {
    const line = tried === total ? '' : `tried ${tried} of ${counted(total, 'point')}`;
    io.stderr.write(`\r${line.padEnd(40)}${tried === total ? '\r' : ''}`);
  };
}
