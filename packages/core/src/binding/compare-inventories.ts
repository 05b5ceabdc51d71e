import type { Graph } from '../graph/graph.ts';
import { lineOfRow } from '../plan/inventory/place-of-row.ts';
import { rowDigest } from '../plan/inventory/row-digest.ts';
import type { BoundPreview, PreviewBinding } from './binding.ts';

/** Inventories whose rows are others than when the preview was made. */
export interface ChangedInventories {
  /** One sentence for each. */
  readonly details: readonly string[];
  /** Addresses of the units whose rows were added, changed or removed. */
  readonly units: ReadonlySet<string>;
}

/** By key. What became an inventory, or is none any more, is shown by the steps. */
export function compareInventories(
  saved: BoundPreview,
  { binding, graph }: { readonly binding: PreviewBinding; readonly graph: Graph },
): ChangedInventories {
  const details: string[] = [];
  const touched = new Set<string>();
  for (const [migration, now] of Object.entries(binding.inventories ?? {})) {
    const before = saved.binding.inventories?.[migration];
    if (before === undefined || before.digest === now.digest) continue;
    const changes = compareRows(migration, saved, graph);
    for (const change of Object.values(changes)) for (const address of change) touched.add(address);
    details.push(describe(now.file, changes, nameWithLine(migration, graph)));
  }
  return { details, units: touched };
}

/** Unit addresses. */
interface RowChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

function compareRows(migration: string, saved: BoundPreview, graph: Graph): RowChanges {
  const known = new Map<string, string | undefined>();
  for (const { address = '', migration: of, row } of saved.units) if (of === migration) known.set(address, row);
  const added: string[] = [];
  const changed: string[] = [];
  for (const { address, unit } of graph.units) {
    if (unit.migration.name !== migration || unit.entry === undefined) continue;
    if (!known.has(address)) added.push(address);
    else if (known.get(address) !== rowDigest(unit.entry)) changed.push(address);
    known.delete(address);
  }
  return { added, changed, removed: [...known.keys()] };
}

/** Names a unit, with the line of its row where the file still has it. */
type NameRow = (address: string) => string;

function nameWithLine(migration: string, { unitsByAddress }: Graph): NameRow {
  return (address) => {
    const unit = unitsByAddress.get(address)?.unit;
    const line = unit?.migration.name === migration ? lineOfRow(unit) : undefined;
    return line === undefined ? address : `${address} in line ${line}`;
  };
}

function describe(file: string, { added, changed, removed }: RowChanges, nameRow: NameRow): string {
  const parts = [
    count(added, 'added', nameRow),
    count(changed, 'changed', nameRow),
    count(removed, 'removed', nameRow),
  ].filter((part) => part !== undefined);
  const [first, ...rest] = parts;
  const what =
    first === undefined
      ? 'its rows are in a different order'
      : [`${first.count} ${first.count === 1 ? 'row' : 'rows'} ${first.text}`, ...rest.map(shortly)].join(', ');
  return `The inventory ${file} changed: ${what}.`;
}

interface Counted {
  readonly count: number;
  readonly text: string;
}

const SHOWN_UNITS = 5;

function count(units: readonly string[], word: string, nameRow: NameRow): Counted | undefined {
  if (units.length === 0) return undefined;
  const more = units.length > SHOWN_UNITS ? ` and ${units.length - SHOWN_UNITS} more` : '';
  return { count: units.length, text: `${word} (${units.slice(0, SHOWN_UNITS).map(nameRow).join(', ')}${more})` };
}

function shortly({ count: rows, text }: Counted): string {
  return `${rows} ${text}`;
}
