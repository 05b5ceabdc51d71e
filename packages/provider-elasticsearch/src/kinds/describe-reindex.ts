import type { Movement, ValueObject } from '@waybill/core';
import { objectIn } from '@waybill/provider-kit';

/** From the index that is read to the one that is made. */
export function describeReindex(values: ValueObject, connection: string): Movement {
  const source = objectIn(values['source']);
  const alias = source['connection'];
  return {
    from: {
      label: 'cluster',
      connection: typeof alias === 'string' ? alias : connection,
      facts: [{ name: 'index', value: source['index'] }],
    },
    to: { label: 'cluster', connection, facts: [{ name: 'index', value: objectIn(values['dest'])['index'] }] },
  };
}
