import type { HttpRequest, RunEvent } from '@waybill/core';
import type { SettingsPatch } from '@waybill/sandbox';
import { saysDone } from '../../e2e/support/journal-facts.ts';
import { DerivedWorld, type Exchange } from '../../sim/derived-world.ts';
import { CANARY } from './cluster-faults.ts';
import type { ClusterScenario } from './cluster-scenarios.ts';
import { type Strike, StruckWire } from './struck-wire.ts';

const DOCUMENTS = Array.from({ length: 30 }, (_, at) => ({
  _id: at % 7 === 0 ? `a/b + c%d#${at} 🔑` : `order-${at}`,
  ...(at % 5 === 0 ? { _routing: `shop ${at % 3}` } : {}),
  _source: { name: `Order ${at}`, n: at, lines: [{ sku: 'a', price: at / 8 }], empty: [], text: '' },
}));
/** What a copy is made with for speed, and gets back afterwards. */
export const OWN_SETTINGS = { number_of_replicas: '2', refresh_interval: '7s', translog: { sync_interval: '9s' } };
const HOSTS: Readonly<Record<string, string>> = { old: '10.20.0.5:9200', new: '10.20.0.9:9200' };
/** Calls of the product between two writes of a client: while everything is copied, and then in the rounds. */
const CALLS_BETWEEN_WRITES = { atFirst: 2, later: 25 };
const FIRST_CALLS = 100;
const WRITES_MEANWHILE = 7;
/** By which step the clients of a source use its copy. */
const MOVES: Readonly<Record<string, { readonly by: string; readonly copy: string }>> = {
  'old/orders-v1': { by: 'orders.confirm-clients', copy: 'new/orders-v2' },
  'new/customers-v1': { by: 'customers.switch', copy: 'new/customers-v2' },
};
/** The document that a client writes to a copy. */
export const MOVED_CLIENT = 'a client that has moved';

/** Two clusters with small indices, their clients, and a plan that runs on them under one fault. */
export class ClusterWorld extends DerivedWorld {
  readonly events: RunEvent[] = [];
  readonly wire: StruckWire;
  /** Copies to which a client has written: nothing of it may be gone. */
  readonly copiesWritten: string[] = [];
  readonly #scenario: ClusterScenario;
  #calls = 0;
  #writes = 0;

  constructor(scenario: ClusterScenario) {
    let carry: StruckWire['carry'] | undefined;
    super(scenario.plan, {
      settings: withDocuments,
      secret: CANARY,
      carry: async (request, exchange) => {
        await this.#writeBetween();
        return await (carry ?? ((one: HttpRequest, send: Exchange) => send(one)))(request, exchange);
      },
      edit: (text) => bounded(scenario.edit?.(text) ?? text),
    });
    this.#scenario = scenario;
    this.wire = new StruckWire(this.sandbox);
    carry = this.wire.carry;
  }

  /** From here on the fault may come, and clients write. */
  begin(strike: Strike | undefined): void {
    this.disturb(undefined);
    this.wire.begin(strike);
  }

  /** By a client of its own; undefined where nothing is found. */
  async request(method: string, place: string, path: string, body?: string): Promise<Answer | undefined> {
    const [cluster = '', index = ''] = place.split('/');
    const url = `https://${HOSTS[cluster] ?? ''}${index === '' ? '' : `/${index}`}${path}`;
    const headers = { 'content-type': 'application/json' };
    const answer = await this.sandbox.exchange({ method, url, headers, ...(body === undefined ? {} : { body }) });
    return answer === undefined || answer.status >= 400 ? undefined : (JSON.parse(answer.body) as Answer);
  }

  /** What clients do while an operator reads why a unit has failed: those that use the copy already write there. */
  async writeMeanwhile(): Promise<void> {
    for (const place of this.#placesOfClients()) {
      if (place in MOVES) for (let count = 0; count < WRITES_MEANWHILE; count += 1) await this.#write([place]);
      else {
        this.copiesWritten.push(place);
        await this.request('POST', place, '/_bulk', `{"index":{"_id":"${MOVED_CLIENT}"}}\n{"n":1}\n`);
      }
    }
  }

  #placesOfClients(): readonly string[] {
    const done = new Set(
      this.main.records.flatMap((record) => ('step' in record && saysDone(record) ? [record.step] : [])),
    );
    return (this.#scenario.writesTo ?? []).map((place) => {
      const { by = '', copy = '' } = MOVES[place] ?? {};
      return done.has(by) ? copy : place;
    });
  }

  async #writeBetween(): Promise<void> {
    this.#calls += 1;
    if (this.#calls % CALLS_BETWEEN_WRITES[this.#calls < FIRST_CALLS ? 'atFirst' : 'later'] !== 0) return;
    await this.#write(this.#placesOfClients().filter((place) => place in MOVES));
  }

  /** New documents, changed ones and deletions, in turns. */
  async #write(places: readonly string[]): Promise<void> {
    this.#writes += 1;
    const at = this.#writes;
    const lines = [
      `{"index":{"_id":"client-${at % 20}"}}\n{"n":${at},"text":"written"}\n`,
      `{"index":{"_id":"order-${(at % 4) + 1}"}}\n{"n":${at}}\n`,
      `{"delete":{"_id":"client-${(at * 7) % 20}"}}\n`,
    ];
    for (const place of places) await this.request('POST', place, '/_bulk', lines[at % 3]);
  }
}

/** A fault that lasts is over in minutes, and not in half a day. */
function bounded(text: string): string {
  return text.replace(
    '\nmigrations:',
    '\ndefaults: { timeout: 10m, retry: { max_attempts: 4, max_interval: 20s } }\n\nmigrations:',
  );
}

export type Answer = Readonly<Record<string, unknown>>;

/** The indices of the plan, small and with documents that have bodies. Both sides of a comparison are equal. */
function withDocuments(settings: SettingsPatch): SettingsPatch {
  const { clusters = [], ...more } = settings.elasticsearch ?? {};
  const filled = clusters.map(({ indices = {}, ...cluster }) => ({
    ...cluster,
    dataNodes: 3,
    indices: Object.fromEntries(
      Object.entries(indices).map(([name, { origin: _origin, ...seed }]) => [
        name,
        { ...seed, documents: DOCUMENTS, settings: { index: { number_of_shards: 2, ...OWN_SETTINGS } } },
      ]),
    ),
  }));
  return { ...settings, elasticsearch: { ...more, clusters: filled } };
}
