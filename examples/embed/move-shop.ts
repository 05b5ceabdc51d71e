// Moves the shop of a plan from a program of your own. Started again after a crash, it resumes where it was.
import { checkPlanFile, openPlan, type RunEvent, type RunResult } from '@waybill/node';

export interface MoveShopOptions {
  readonly planFile: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Asked when units wait at a cut-over gate. */
  readonly confirm: (instructions: readonly string[]) => Promise<boolean>;
}

export async function moveShop({ planFile, variables, signal, log, confirm }: MoveShopOptions): Promise<RunResult> {
  const check = await checkPlanFile(planFile, { variables });
  if (check.compiled === undefined) throw new Error(check.report());

  await using shop = openPlan(check.compiled);
  const preview = await shop.preview({ detail: 'outline' });
  log(`${preview.totals.units} units, ${preview.totals.effects} calls with an effect`);
  for (const { summary } of preview.warnings) log(`warning: ${summary}`);

  const done = new Set<string>();
  const onEvent = (event: RunEvent): void => {
    // Every run begins by reporting the units that earlier runs finished.
    if (event.kind === 'unit.succeeded' && !done.has(event.unit)) log(`${event.unit} is done`);
    if (event.kind === 'unit.succeeded') done.add(event.unit);
  };
  const result = await shop.apply({ signal, onEvent });
  const waiting = result.units.filter((unit) => unit.status === 'gated');
  if (waiting.length === 0 || !(await confirm(waiting.flatMap((unit) => unit.instruction ?? [])))) return result;

  await shop.approve(waiting.flatMap((unit) => unit.step ?? []));
  return await shop.apply({ signal, onEvent });
}

if (import.meta.main) {
  const [planFile = 'shop.yaml', endpoint = ''] = process.argv.slice(2);
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const { outcome, units } = await moveShop({
    planFile,
    variables: { endpoint },
    signal: interrupted.signal,
    log: console.log,
    confirm: async (instructions) => {
      for (const instruction of instructions) console.log(`approved: ${instruction}`);
      return true;
    },
  });
  // Also of a unit whose outcome is unknown, although no step of this run failed.
  for (const { address, failure } of units) if (failure !== undefined) console.log(`${address}: ${failure.message}`);
  console.log(outcome);
  process.exitCode = outcome === 'succeeded' ? 0 : 1;
}
