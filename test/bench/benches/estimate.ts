import { buildPreview, type Compiled, compilePlan } from '@waybill/core';
import { estimateSchedule } from '@waybill/core/internal';
import { builtInRegistry as registry } from '@waybill/node';
import { compare, timed } from '../support/compare.ts';
import { indicesPlan } from '../support/generate-plan.ts';
import type { Row } from '../support/row.ts';

const SIZES = [1_000, 10_000] as const;
/** An estimate is part of a preview: it may take longer than the rest, but not so long that people leave it out. */
const MOST_OF_PREVIEW = 15;

/** Simulated runs of a plan, all samples and raised limits included, against the rest of its preview. */
export async function benchEstimate(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const unitCount of SIZES) {
    const text = indicesPlan({ unitCount, shape: 'list' });
    let samples = 0;
    const { previewed, estimated } = await compare({
      rounds: 5,
      tasks: {
        previewed: () => timedOn(text, (compiled) => buildPreview({ ...compiled, registry })),
        estimated: () =>
          timedOn(text, (compiled) => {
            samples = estimateSchedule({ ...compiled, registry })?.schedule.samples ?? 0;
          }),
      },
    });
    const ratio = estimated / previewed;
    rows.push({
      what: `estimate of ${unitCount.toLocaleString('en')} units, against the rest of their preview`,
      measured: `${ratio.toFixed(1)} ×`,
      bar: `≤ ${MOST_OF_PREVIEW} ×`,
      isHeld: ratio <= MOST_OF_PREVIEW,
      detail: `${estimated.toFixed(0)} ms for ${samples} samples, preview ${previewed.toFixed(0)} ms`,
    });
  }
  return rows;
}

/** Steps are built when they are first looked at, which is no part of either. */
async function timedOn(text: string, work: (compiled: NonNullable<Compiled['compiled']>) => unknown): Promise<number> {
  const { compiled, diagnostics } = compilePlan(text, { file: 'plan.yaml', registry });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
  if (compiled.graph.steps.length === 0) throw new Error('the plan has steps');
  return timed(() => work(compiled));
}
