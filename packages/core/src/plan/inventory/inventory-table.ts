import type { Json } from '../../value/value.ts';
import type { OffsetRange } from '../syntax/scalar-range.ts';
import type { TextProblem } from '../syntax/text-problem.ts';

/** What an inventory file holds, before its keys and types are known. */
export interface InventoryTable {
  /** Of the header, or every field that some row has. */
  readonly columns: readonly string[];
  readonly rows: readonly InventoryRow[];
  /** The place of a row, or of one of its fields; slow the first time, so for diagnostics only. */
  readonly locate: (row: number, column?: string) => OffsetRange;
}

export interface InventoryRow {
  /** Of a map; the rows of a list have theirs in a column. */
  readonly key?: string;
  readonly value: Json;
}

/** Without a table there is at least one error among the problems. */
export interface ReadTable {
  readonly table: InventoryTable | undefined;
  readonly problems: readonly TextProblem[];
}
