import type { JsonObject } from '@waybill/core';
import type { Layout } from './layout.ts';
import type { Ask } from './redis-wire.ts';

/** A call of a session, and what it is asked with. */
export interface AskedCall {
  readonly operation: string;
  readonly args: JsonObject;
  readonly layout: Layout;
  readonly ask: Ask;
  readonly secrets: readonly string[];
}
