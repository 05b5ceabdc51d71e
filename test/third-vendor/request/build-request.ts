import type { JsonObject, RequestOutline } from '@waybill/core';
import { originOf, textOf } from '../config.ts';

/** What a call sends, without its key. */
export function buildRequest(config: JsonObject, operation: string, args: JsonObject): RequestOutline {
  const endpoint = originOf(config);
  const office = `/archive/${encodeURIComponent(textOf(config['office']))}`;
  const { shelf, first, count, ...body } = args;
  const path = `${office}/shelves/${encodeURIComponent(textOf(shelf))}`;
  switch (operation) {
    case 'GetShelf':
      return { method: 'GET', endpoint, path, query: {} };
    case 'ReadSheets':
      return { method: 'GET', endpoint, path: `${path}/sheets`, query: { first: textOf(first), count: textOf(count) } };
    case 'SetSeal':
      return { method: 'PUT', endpoint, path: `${path}/seal`, query: {}, body };
    case 'StartTransfer':
      return { method: 'POST', endpoint, path: `${office}/transfers`, query: {}, body: args };
    default:
      return { method: 'GET', endpoint, path: `${office}/transfers`, query: {} };
  }
}
