import type { Json, JsonObject } from '../value/value.ts';

/** An inventory file that is being changed. Rows keep their numbers until it is printed. */
export interface InventoryDraft {
  /** Whether the file shows this value as the row has it. `undefined`: nothing. */
  shows(row: number, column: string, value: Json | undefined): boolean;
  set(row: number, column: string, value: Json | undefined): void;
  remove(row: number): void;
  add(key: string, row: JsonObject): void;
  print(): string;
}
