import type { JsonObject } from '@waybill/stand-kit';
import { DocumentStore } from './document-store.ts';
import { changeSettings, type IndexSettings, type SettingsChange } from './index-settings.ts';

/** What an alias of an index carries besides its name, as clusters show it. */
export interface AliasOptions {
  readonly filter?: JsonObject;
  readonly index_routing?: string;
  readonly search_routing?: string;
  readonly is_write_index?: boolean;
}

export interface IndexDefinition {
  readonly name: string;
  readonly uuid: string;
  readonly createdAtMs: number;
  readonly settings: IndexSettings;
  /** Without the type. */
  readonly mappings: JsonObject;
  /** Shown by clusters that have types. */
  readonly type: string;
  readonly aliases: ReadonlyMap<string, AliasOptions>;
}

/** One index of one cluster. */
export class StoredIndex {
  readonly name: string;
  readonly uuid: string;
  readonly createdAtMs: number;
  readonly documents: DocumentStore;
  readonly type: string;
  settings: IndexSettings;
  mappings: JsonObject;
  aliases: ReadonlyMap<string, AliasOptions>;
  isClosed = false;
  /** How often it was searched. */
  searches = 0;
  /** From when on all replicas are there that the nodes can hold. */
  replicasReadyAtMs: number;

  constructor(definition: IndexDefinition) {
    this.name = definition.name;
    this.uuid = definition.uuid;
    this.createdAtMs = definition.createdAtMs;
    this.settings = definition.settings;
    this.mappings = definition.mappings;
    this.type = definition.type;
    this.aliases = definition.aliases;
    this.documents = new DocumentStore(this.shards);
    this.replicasReadyAtMs = definition.createdAtMs;
  }

  get shards(): number {
    return Number(this.settings.get('number_of_shards') ?? 1);
  }

  /** Undefined: as the cluster's version chooses it. */
  get routingShards(): number | undefined {
    const given = this.settings.get('number_of_routing_shards');
    return given === undefined ? undefined : Number(given);
  }

  /** How many the cluster tries to have: `0-1` of `auto_expand_replicas` follows the number of nodes. */
  replicas(dataNodes: number): number {
    const [, low, high] = /^(\d+)-(\d+|all)$/.exec(String(this.settings.get('auto_expand_replicas') ?? '')) ?? [];
    if (low === undefined || high === undefined) return Number(this.settings.get('number_of_replicas') ?? 1);
    return Math.max(Number(low), Math.min(dataNodes - 1, high === 'all' ? dataNodes - 1 : Number(high)));
  }

  /** Searches find what was written only after a refresh; without one of its own, every second. */
  get refreshesItself(): boolean {
    return Number.parseFloat(String(this.settings.get('refresh_interval') ?? '1s')) >= 0;
  }

  isBlocked(what: 'write' | 'read' | 'metadata'): boolean {
    const names = what === 'read' ? [what] : [what, 'read_only', 'read_only_allow_delete'];
    return names.some((name) => this.settings.get(`blocks.${name}`) === 'true');
  }

  change(change: SettingsChange): void {
    this.settings = changeSettings(this.settings, change);
    if (this.refreshesItself) this.documents.refresh();
  }

  noteSearched(): void {
    this.searches += 1;
  }

  /** After a write: what refreshes itself shows it at once, where a real index takes up to a second. */
  noteWritten(): void {
    if (this.refreshesItself) this.documents.refresh();
  }
}
