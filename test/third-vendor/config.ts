import type { Json, JsonObject } from '@waybill/core';

/** A provider's entry of a plan. */
export const configSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'endpoint', 'office'],
  properties: {
    type: {},
    endpoint: { type: 'string', format: 'uri' },
    office: { type: 'string' },
    key: { type: 'string', 'x-secret': true },
  },
};

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

export function originOf({ endpoint }: JsonObject): string {
  return new URL(textOf(endpoint)).origin;
}
