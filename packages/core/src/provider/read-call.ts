import type { Json, JsonObject } from '../value/value.ts';

/** Calls a read operation, and gives its answer. */
export type ReadCall = (operation: string, args: JsonObject) => Promise<Json>;
