import { type ClusterError, illegalArgument } from './cluster-error.ts';
import type { SettingsChange, SettingValue } from './index-settings.ts';
import type { ClusterVersion } from './version.ts';

/** Settings that clusters give themselves: unknown in a request. */
const OWN = /^(uuid|creation_date|provided_name|history_uuid|verified_before_close|frozen)$|^(version|resize|shrink)\./;
/** Of plugins, or gone since 6.x. */
const FOREIGN = /^(lifecycle|xpack|opendistro|plugins)\.|^mapper\.dynamic$|^mapping\.single_type$/;
const KNOWN =
  /^(number_of_(shards|replicas|routing_shards)|routing_partition_size|codec|priority|hidden|auto_expand_replicas|refresh_interval|format|gc_deletes|default_pipeline|final_pipeline|max_[a-z_]+|load_fixed_bitset_filters_eagerly)$|^(analysis|sort|mapping|translog|merge|unassigned|highlight|blocks|routing|soft_deletes|similarity|search|indexing|query|requests|store|write|shard|replication|queries|flush_after_merge|allocation|warmer|mapper|knn)\b/;
const STATIC =
  /^(number_of_shards|number_of_routing_shards|routing_partition_size|codec|format)$|^(analysis|sort|similarity|store|soft_deletes)\./;
const BUILT_IN_TOKENIZERS =
  /^(standard|keyword|whitespace|letter|lowercase|classic|uax_url_email|pattern|ngram|edge_ngram|nGram|edgeNGram|path_hierarchy|PathHierarchy|thai|char_group|simple_pattern|simple_pattern_split)$/;

/** The first setting that a new index cannot have; the others follow it as real ones do, suppressed. */
export function refuseUnknownSettings(settings: SettingsChange, version: ClusterVersion): void {
  const unknown = [...settings.keys()].filter((name) => isUnknown(name, version));
  const [first, ...others] = unknown.map(unknownSetting);
  if (first !== undefined)
    throw others.length === 0
      ? first
      : illegalArgument(first.message, { suppressed: others.map(({ shown }) => shown) });
  for (const [name, value] of settings) {
    const problem = value === null ? null : problemOf(name, value, version);
    if (problem !== null) throw illegalArgument(problem);
  }
}

/** What analyzers are made of, which is read once all settings are known. */
export function refuseUnknownAnalysis(settings: SettingsChange): void {
  refuseUnknownTypes(settings);
  refuseUnknownTokenizers(settings);
}

/** Settings that are fixed when an index is made. */
export function refuseStaticSettings(
  settings: SettingsChange,
  { name, uuid, isClosed }: { readonly name: string; readonly uuid: string; readonly isClosed: boolean },
): void {
  if (isClosed) {
    if (settings.has('number_of_shards'))
      throw illegalArgument(`final ${name} setting [index.number_of_shards], not updateable`);
    return;
  }
  const fixed = [...settings.keys()].filter((setting) => STATIC.test(setting)).map((setting) => `index.${setting}`);
  if (fixed.length > 0)
    throw illegalArgument(
      `Can't update non dynamic settings [[${fixed.join(', ')}]] for open indices [[${name}/${uuid}]]`,
    );
}

function isUnknown(name: string, version: ClusterVersion): boolean {
  if (OWN.test(name) || FOREIGN.test(name) || !KNOWN.test(name)) return true;
  if (name.startsWith('replication.')) return !version.isOpenSearch;
  return version.isStrict && /^(indexing|search)\.slowlog\.level$/.test(name);
}

function problemOf(name: string, value: SettingValue, version: ClusterVersion): string | null {
  const isNewer = version.isStrict || (version.isOpenSearch && version.major >= 2);
  if (name === 'soft_deletes.enabled' && value === 'false' && isNewer)
    return 'Creating indices with soft-deletes disabled is no longer supported. Please do not specify a value for setting [index.soft_deletes.enabled].';
  if (name.startsWith('translog.retention.') && version.isStrict)
    return 'Translog retention settings [index.translog.retention.age] and [index.translog.retention.size] are no longer supported. Please do not specify values for these settings';
  if (/^similarity\..+\.type$/.test(name) && value === 'classic' && !version.hasTypes)
    return 'The [classic] similarity may not be used anymore. Please use the [BM25] similarity or build a custom [scripted] similarity instead.';
  return name === 'number_of_shards' || name === 'number_of_replicas' ? problemOfNumber(name, value) : null;
}

function problemOfNumber(name: string, value: SettingValue): string | null {
  const least = name === 'number_of_shards' ? 1 : 0;
  const number = Number(value);
  if (!Number.isInteger(number)) return `Failed to parse value [${String(value)}] for setting [index.${name}]`;
  return number >= least
    ? null
    : `Failed to parse value [${String(value)}] for setting [index.${name}] must be >= ${least}`;
}

/** Of the plugins that clusters are most often seen with: a stand has none of them. */
const OF_PLUGINS = /^(ik|icu|kuromoji|nori|smartcn|phonetic|pinyin|stempel|polish|ukrainian|jieba|stconvert)(_|$)/;

function refuseUnknownTypes(settings: SettingsChange): void {
  for (const [setting, value] of settings) {
    const [, part, name] =
      /^analysis\.(analyzer|char_filter|filter|normalizer|tokenizer)\.(.+)\.type$/.exec(setting) ?? [];
    if (part !== undefined && OF_PLUGINS.test(String(value)))
      throw illegalArgument(`Unknown ${part} type [${String(value)}] for [${name}]`);
  }
}

function refuseUnknownTokenizers(settings: SettingsChange): void {
  for (const [name, value] of settings) {
    const [, analyzer] = /^analysis\.analyzer\.(.+)\.tokenizer$/.exec(name) ?? [];
    if (analyzer === undefined || value === null || BUILT_IN_TOKENIZERS.test(String(value))) continue;
    const isOwn = [...settings.keys()].some((other) => other.startsWith(`analysis.tokenizer.${String(value)}.`));
    if (!isOwn)
      throw illegalArgument(`Custom Analyzer [${analyzer}] failed to find tokenizer under name [${String(value)}]`);
  }
}

function unknownSetting(name: string): ClusterError {
  return illegalArgument(
    `unknown setting [index.${name}] please check that any required plugins are installed, or check the breaking changes documentation for removed settings`,
  );
}
