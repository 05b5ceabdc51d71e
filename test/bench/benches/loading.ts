import { compilePlan, defined, type ReadPlanFile } from '@waybill/core';
import { builtInRegistry } from '@waybill/node';
import { parseDocument } from 'yaml';
import { compare, timed } from '../support/compare.ts';
import { indicesPlan, inventoryPlan, inventoryRows, type RowFormat } from '../support/generate-plan.ts';
import type { Row } from '../support/row.ts';

const SIZES = [1_000, 10_000, 100_000] as const;
const LARGEST = 100_000;
const MOST_OF_YAML = 1.5;
/** Ten times the units may cost a little more than ten times: memory is further away. */
const MOST_GROWTH = 1.5;

/** From text to graph, against what reading the text as YAML takes alone. */
export async function benchLoading(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const shape of ['list', 'map'] as const) {
    const ratios: number[] = [];
    for (const unitCount of SIZES) {
      const text = indicesPlan({ unitCount, shape });
      const { yaml, compiled } = await compare({
        rounds: unitCount === LARGEST ? 7 : 15,
        tasks: {
          yaml: () => timed(() => parseDocument(text, { uniqueKeys: false })),
          compiled: () => timed(() => compileOrThrow(text)),
        },
      });
      ratios.push(compiled / yaml);
      if (unitCount === LARGEST) rows.push(ratioRow(shape, compiled, yaml));
    }
    rows.push(growthRow(shape, ratios));
  }
  for (const format of ['csv', 'json', 'yaml'] as const) rows.push(await measureRows(format));
  return rows;
}

/** An inventory of any format, against what reading the same rows as YAML takes alone. */
async function measureRows(format: RowFormat): Promise<Row> {
  const asYaml = inventoryRows(LARGEST, 'yaml');
  const bytes = Buffer.from(inventoryRows(LARGEST, format));
  const text = inventoryPlan(format);
  const { yaml, compiled } = await compare({
    rounds: 5,
    tasks: {
      yaml: () => timed(() => parseDocument(asYaml, { uniqueKeys: false })),
      compiled: () => timed(() => compileOrThrow(text, () => ({ bytes }))),
    },
  });
  return ratioRow(`rows of an inventory, ${format.toUpperCase()}`, compiled, yaml);
}

function compileOrThrow(text: string, readFile?: ReadPlanFile): void {
  const { compiled, diagnostics } = compilePlan(text, {
    file: 'plan.yaml',
    registry: builtInRegistry,
    ...defined({ readFile }),
  });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
}

function ratioRow(shape: string, compiledMs: number, yamlMs: number): Row {
  const ratio = compiledMs / yamlMs;
  return {
    what: `compile 100,000 units (${shape}), against \`yaml\` alone`,
    measured: `${ratio.toFixed(2)} ×`,
    bar: `≤ ${MOST_OF_YAML} ×`,
    isHeld: ratio <= MOST_OF_YAML,
    detail: `${compiledMs.toFixed(0)} ms, yaml ${yamlMs.toFixed(0)} ms`,
  };
}

/** `yaml` is linear, so a ratio to it that does not grow with the plan shows no growth of our own. */
function growthRow(shape: string, ratios: readonly number[]): Row {
  const [smallest = Number.NaN] = ratios;
  const growth = (ratios.at(-1) ?? Number.NaN) / smallest;
  return {
    what: `growth of that ratio from 1,000 to 100,000 units (${shape})`,
    measured: `${growth.toFixed(2)} ×`,
    bar: `≤ ${MOST_GROWTH} ×`,
    isHeld: growth <= MOST_GROWTH,
    detail: `ratios ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
  };
}
