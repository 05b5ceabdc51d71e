import type { PreviewBinding } from '../../binding/binding.ts';
import { compareText, type PairedUnits } from './compare-units.ts';
import type { InventoryChange } from './preview-changes.ts';

/** Inventories of which the file or a row is another. */
export function compareRows(
  before: PreviewBinding,
  after: PreviewBinding,
  { pairs, added, removed }: PairedUnits,
): readonly InventoryChange[] {
  const [earlier, later] = [before.inventories ?? {}, after.inventories ?? {}];
  const names = [...new Set([...Object.keys(earlier), ...Object.keys(later)])].toSorted(compareText);
  const addedRows = Map.groupBy(added, ({ migration }) => migration);
  const removedRows = Map.groupBy(removed, ({ migration }) => migration);
  const changedRows = Map.groupBy(
    pairs.filter((pair) => pair.before.row !== pair.after.row),
    (pair) => pair.after.migration,
  );
  return names
    .map((migration) => ({
      migration,
      before: earlier[migration]?.file ?? null,
      after: later[migration]?.file ?? null,
      added: addressesOf(addedRows.get(migration)),
      removed: addressesOf(removedRows.get(migration)),
      changed: addressesOf(changedRows.get(migration)?.map((pair) => pair.after)),
    }))
    .filter((change) => change.before !== change.after || countRows(change) > 0);
}

function addressesOf(units: readonly { readonly address: string }[] = []): readonly string[] {
  return units.map(({ address }) => address).toSorted(compareText);
}

function countRows({ added, removed, changed }: InventoryChange): number {
  return added.length + removed.length + changed.length;
}
