import { defined, type JsonObject } from '@waybill/stand-kit';

/** As many documents with bodies as asked for: `d0`, `d1`, … */
export function documentsOf(
  count: number,
  sourceOf: (number: number) => JsonObject = (number) => ({ number, name: `name ${number}` }),
): { readonly _id: string; readonly _source: JsonObject }[] {
  return Array.from({ length: count }, (_, number) => ({ _id: `d${number}`, _source: sourceOf(number) }));
}

/** Versions that the answers are known of. */
export const VERSIONS = ['6.7.2', '7.10.2', '7.17.28', '8.17.0', '9.2.0', '2.19.6', '3.3.2'] as const;

export const OLD = 'http://10.20.0.5:9200';

/** The body of a copy from the cluster of the address. */
export function copyOf(
  index: string,
  {
    host = OLD,
    source = {},
    dest = {},
    ...rest
  }: { host?: string | null; source?: object; dest?: object; [name: string]: unknown } = {},
): JsonObject {
  return {
    conflicts: 'proceed',
    source: { ...defined({ remote: host === null ? undefined : { host } }), index, ...source },
    dest: { index, op_type: 'create', ...dest },
    ...rest,
  };
}
