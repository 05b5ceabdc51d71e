import {
  type Check,
  CredentialsError,
  isJsonObject,
  type PollDefinition,
  type ProviderDefinition,
} from '@waybill/core';
import { buildRequest, originOf, textOf } from './build-request.ts';
import { compareSheets } from './compare-sheets.ts';
import { moveShelf } from './move-shelf.ts';
import { operations } from './operations.ts';
import { ArchiveSession, transfersIn } from './session.ts';
import { starters } from './starters.ts';

const checks: Readonly<Record<string, Check>> = {
  'shelf-there': {
    judge: (answer) =>
      isJsonObject(answer) && Number(answer['sheets']) > 0
        ? { kind: 'passed', detail: `It has ${textOf(answer['sheets'])} sheets.` }
        : { kind: 'failed', detail: 'The shelf is empty.', hint: 'Correct `shelf`.' },
    outputs: { sealed: '/response/sealed' },
  },
  'shelf-empty': {
    judge: (answer) =>
      isJsonObject(answer) && answer['sheets'] === 0
        ? { kind: 'passed', detail: 'It is empty.' }
        : { kind: 'failed', detail: 'The new shelf is not empty.', hint: 'Choose another name for `as`.' },
  },
};

const transfers: PollDefinition = {
  scope: () => 'transfers',
  async read(items, { read }) {
    const listed = transfersIn(await read('ListTransfers', {}));
    return items.map((item) => listed.find(({ id }) => id === item.arguments['transfer_id']));
  },
  judge(_item, transfer) {
    const status = textOf(transfer?.['status'] ?? 'not listed');
    if (status === 'arrived') return { kind: 'reached', status, outputs: {} };
    return status === 'lost'
      ? { kind: 'failed', status, reason: 'The transfer was lost.' }
      : { kind: 'pending', status };
  },
  callsOfRound: () => [{ operation: 'ListTransfers', calls: 1 }],
  assumedDuration: () => ({ p50Ms: 60_000, p90Ms: 600_000, source: 'a guess' }),
};

/** A vendor that nothing outside this folder knows. */
export const provider: ProviderDefinition = {
  type: 'archive-office',
  version: '1.0.0',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['type', 'endpoint', 'office'],
    properties: {
      type: {},
      endpoint: { type: 'string', format: 'uri' },
      office: { type: 'string' },
      key: { type: 'string', 'x-secret': true },
    },
  },
  operations,
  kinds: { 'move-shelf': moveShelf },
  starters,
  checks,
  polls: { transfers },
  jobs: { 'compare-sheets': compareSheets },
  defaultLimits: { requests: { count: 20, intervalMs: 1_000 }, inFlight: 4 },
  defaultPolling: { initialIntervalMs: 1_000, maxIntervalMs: 10_000 },
  buildRequest,
  connectionOf: (config) => ({ endpoint: originOf(config), office: textOf(config['office']) }),
  endpointsOf: (config) => [{ key: 'endpoint', origin: originOf(config), isVendorHost: false }],
  async connect({ alias, config, env, transport }) {
    const key = config['key'] ?? env['ARCHIVE_KEY'];
    if (typeof key !== 'string') throw new CredentialsError(`Provider ${alias}: no key.`, 'Set ARCHIVE_KEY.');
    return new ArchiveSession(config, key, transport);
  },
};
