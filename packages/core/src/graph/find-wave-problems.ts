import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { KeyPath } from '../plan/key-path.ts';
import type { Plan, Waves } from '../plan/plan.ts';
import { createFindings, type Finding } from '../plan/syntax/findings.ts';
import { type DealtWaves, sizeOfUnit, wavesOf } from './deal-waves.ts';
import type { Graph, PlannedUnit } from './graph.ts';
import { matchLabel } from './match-label.ts';

/** What is wrong with the waves of a plan, once it is known which unit is in which. */
export function findWaveProblems(plan: Plan, graph: Graph): readonly Diagnostic[] {
  const waves = plan.rollout?.waves;
  if (waves === undefined) return [];
  const dealt = wavesOf(graph, waves);
  const findings = createFindings(plan.source);
  for (const finding of [
    ...emptyWaves(waves, dealt, plan),
    ...leftOut(dealt),
    ...againstOrder(dealt, graph),
    ...withoutSizes(waves, graph, plan),
  ])
    findings.add(finding);
  return findings.list();
}

function emptyWaves({ shares }: Waves, { waves }: DealtWaves, plan: Plan): readonly Finding[] {
  return waves.flatMap((units, index): readonly Finding[] => {
    const share = shares[index];
    if (units.length > 0 || share === undefined) return [];
    const path: KeyPath = ['rollout', 'waves', index];
    if (share.kind === 'label' && !isTaken(share, waves)) return [unknownLabel(share, plan, path)];
    return [
      {
        severity: 'warning',
        code: 'PLAN_WAVE_EMPTY',
        path,
        summary: `wave ${index + 1} has no units`,
        detail: 'The waves before it take all that it could have.',
        hint: 'Make the waves before it smaller, or remove it.',
      },
    ];
  });
}

/** Whether units of an earlier wave have the label: then it is the order of the waves that leaves none. */
function isTaken(
  { name, value }: { readonly name: string; readonly value: string },
  waves: DealtWaves['waves'],
): boolean {
  const hasLabel = matchLabel(name, value);
  return waves.some((units) => units.some(hasLabel));
}

function unknownLabel(
  { name, value }: { readonly name: string; readonly value: string },
  { migrations }: Plan,
  path: KeyPath,
): Finding {
  const labels = [...migrations.values()].flatMap((migration) => Object.entries(migration.labels));
  const known = [...new Set(labels.map(([label, text]) => `${label}=${text}`))];
  const near = suggest(`${name}=${value}`, known);
  const listed = known.length === 0 ? 'No migration has labels.' : `The plan has ${known.slice(0, 5).join(', ')}.`;
  return {
    code: 'PLAN_WAVE_LABEL',
    path: [...path, 'label'],
    summary: `no unit has the label ${name}=${value}`,
    detail: `A wave takes the units of migrations with its label. ${listed}`,
    hint: near === undefined ? 'Write a label that a migration has under `labels:`.' : `did you mean \`${near}\`?`,
  };
}

function leftOut({ leftOut: units }: DealtWaves): readonly Finding[] {
  const [first] = units;
  if (first === undefined) return [];
  return [
    {
      code: 'PLAN_WAVE_LEFT_OUT',
      path: ['rollout', 'waves'],
      summary: units.length === 1 ? '1 unit is in no wave' : `${units.length} units are in no wave`,
      detail: `No wave takes ${first.address}${units.length === 1 ? '' : ', for example'}, so it would never start.`,
      hint: 'Add `rest` as the last wave.',
    },
  ];
}

/** Only labels can take a unit before what it needs. */
function againstOrder({ waveOf }: DealtWaves, graph: Graph): readonly Finding[] {
  const ofMigration = new Map<string, number>();
  const last = (unit: PlannedUnit): number => waveOf.get(unit.address) ?? 0;
  for (const unit of graph.units) {
    const { name } = unit.unit.migration;
    ofMigration.set(name, Math.max(ofMigration.get(name) ?? 0, last(unit)));
  }
  const waveOfNeed = (need: string): number =>
    (need.endsWith('[*]') ? ofMigration.get(need.slice(0, -3)) : waveOf.get(need)) ?? 0;
  const wrong = graph.units.flatMap((unit) => {
    const need = unit.needs.find((one) => waveOfNeed(one) > last(unit));
    return need === undefined ? [] : [{ unit, need }];
  });
  return [...Map.groupBy(wrong, ({ unit }) => last(unit))].flatMap(([wave, units]): readonly Finding[] => {
    const [first] = units;
    if (first === undefined) return [];
    const more = units.length === 1 ? '' : ` (${units.length} units of the wave are like it.)`;
    return [
      {
        code: 'PLAN_WAVE_ORDER',
        path: ['rollout', 'waves', wave],
        summary: `a unit of wave ${wave + 1} needs one of a later wave`,
        detail: `${first.unit.address} is in wave ${wave + 1} and needs ${first.need}, which is in wave ${waveOfNeed(first.need) + 1}: neither could start.${more}`,
        hint: 'Let the wave of a unit be the same as that of what it needs, or a later one.',
      },
    ];
  });
}

function withoutSizes({ order }: Waves, graph: Graph, plan: Plan): readonly Finding[] {
  if (order.kind === 'plan' || graph.units.some((unit) => sizeOfUnit(unit, order.field) !== undefined)) return [];
  const columns = [...plan.migrations.values()].flatMap(({ inventory }) => inventory?.columns ?? []);
  const near = suggest(order.field, columns);
  return [
    {
      code: 'PLAN_WAVE_SIZE',
      path: ['rollout', 'order'],
      summary: `no unit has a size in \`${order.field}\``,
      detail: `Units are compared by the number in \`${order.field}\` of each.value, and no entry of for_each has one.`,
      hint:
        near === undefined
          ? 'Name the column of the inventory with `size:`; `waybill discover` writes inventories with sizes.'
          : `did you mean \`size: ${near}\`?`,
    },
  ];
}
