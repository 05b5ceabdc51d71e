import { defined, type Json, type JsonObject, parseDurationMs } from '@waybill/core';
import { objectOf, textOf } from '../answer/json-fields.ts';

/** How the requests of a provider's entry are sent, in the transport's own words; what is absent is the transport's own. */
export interface WireSettings {
  readonly timeouts: {
    readonly connectMs?: number;
    readonly responseMs?: number;
  };
  /** A PEM file with authorities to trust besides Node's own. */
  readonly caFile?: string;
}

/** Of `timeouts: { connect, response }` and `ca`. */
export function readWireSettings(config: JsonObject): WireSettings {
  const { connect, response } = objectOf(config['timeouts']);
  const timeouts = { ...defined({ connectMs: durationMsOf(connect), responseMs: durationMsOf(response) }) };
  return { timeouts, ...defined({ caFile: textOf(config['ca']) }) };
}

export function durationMsOf(value: Json | undefined): number | undefined {
  return parseDurationMs(textOf(value) ?? '');
}
