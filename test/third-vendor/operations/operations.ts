import type { Operation } from '@waybill/core';

const shelf = { type: 'string', pattern: '^[a-z0-9-]{2,40}$' };
const document = 'Archive offices, "Interface"';

/** The calls of one archive office. */
export const operations: Readonly<Record<string, Operation>> = {
  GetShelf: {
    name: 'GetShelf',
    title: 'show a shelf',
    document,
    requestSchema: { type: 'object', required: ['shelf'], properties: { shelf } },
    responseSchema: { type: 'object', properties: { sheets: { type: 'integer' }, sealed: { type: 'boolean' } } },
    outputs: { sheets: '/response/sheets' },
  },
  ReadSheets: {
    name: 'ReadSheets',
    title: 'read sheets of a shelf',
    document,
    requestSchema: {
      type: 'object',
      required: ['shelf', 'first', 'count'],
      properties: { shelf, first: { type: 'integer' }, count: { type: 'integer' } },
    },
    responseSchema: { type: 'object', properties: { sheets: { type: 'array' } } },
    outputs: {},
  },
  SetSeal: {
    name: 'SetSeal',
    title: 'seal or unseal a shelf',
    document,
    requestSchema: {
      type: 'object',
      required: ['shelf', 'sealed'],
      properties: { shelf, sealed: { type: 'boolean' } },
    },
    responseSchema: { type: 'object' },
    recovery: { policy: 'repeatable' },
    outputs: {},
  },
  StartTransfer: {
    name: 'StartTransfer',
    title: 'fetch a shelf from another office',
    document,
    requestSchema: {
      type: 'object',
      required: ['label', 'origin', 'origin_shelf', 'shelf'],
      properties: { label: { type: 'string' }, origin: { type: 'string' }, origin_shelf: shelf, shelf },
    },
    responseSchema: { type: 'object', properties: { id: { type: 'string' } } },
    recovery: { policy: 'lookup' },
    outputs: { transfer_id: '/response/id' },
    taskId: '/response/id',
  },
  ListTransfers: {
    name: 'ListTransfers',
    title: 'list the transfers into an office',
    document,
    requestSchema: { type: 'object', properties: {} },
    responseSchema: { type: 'object', properties: { transfers: { type: 'array' } } },
    outputs: {},
  },
};
