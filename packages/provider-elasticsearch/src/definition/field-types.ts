import type { ClusterVersion } from './version.ts';

/** Since which version of either software a type of fields is there; absent: never. */
interface Since {
  readonly elasticsearch?: readonly [major: number, minor: number];
  readonly openSearch?: readonly [major: number, minor: number];
}

const ALWAYS: Since = { elasticsearch: [6, 3], openSearch: [1, 0] };

const OF_ALL =
  'binary boolean byte completion date date_range double double_range float float_range geo_point geo_shape half_float integer integer_range ip ip_range join keyword long long_range nested object percolator scaled_float short text token_count';

/** What comes with the software. Source: Elasticsearch Guide and OpenSearch documentation, "Field types". */
const SINCE: Readonly<Record<string, Since>> = {
  ...Object.fromEntries(OF_ALL.split(' ').map((type) => [type, ALWAYS])),
  alias: { elasticsearch: [6, 4], openSearch: [1, 0] },
  date_nanos: { elasticsearch: [7, 0], openSearch: [1, 0] },
  rank_feature: { elasticsearch: [7, 0], openSearch: [1, 0] },
  rank_features: { elasticsearch: [7, 0], openSearch: [1, 0] },
  search_as_you_type: { elasticsearch: [7, 2], openSearch: [1, 0] },
  dense_vector: { elasticsearch: [7, 0] },
  sparse_vector: { elasticsearch: [8, 11] },
  flattened: { elasticsearch: [7, 3] },
  shape: { elasticsearch: [7, 4] },
  histogram: { elasticsearch: [7, 6] },
  point: { elasticsearch: [7, 8] },
  constant_keyword: { elasticsearch: [7, 7], openSearch: [2, 14] },
  wildcard: { elasticsearch: [7, 9], openSearch: [2, 15] },
  version: { elasticsearch: [7, 10] },
  unsigned_long: { elasticsearch: [7, 10], openSearch: [2, 8] },
  aggregate_metric_double: { elasticsearch: [7, 11] },
  match_only_text: { elasticsearch: [7, 14], openSearch: [2, 12] },
  semantic_text: { elasticsearch: [8, 15] },
  passthrough: { elasticsearch: [8, 14] },
  counted_keyword: { elasticsearch: [8, 13] },
  rank_vectors: { elasticsearch: [8, 18] },
  flat_object: { openSearch: [2, 7] },
  xy_point: { openSearch: [2, 4] },
  xy_shape: { openSearch: [2, 4] },
  knn_vector: { openSearch: [1, 0] },
  semantic: { openSearch: [3, 1] },
};

/** Why a cluster of that version has no fields of a type; undefined where it has, with the modules that it comes with. */
export function findMissingType(type: string, { family, major, minor }: ClusterVersion): string | undefined {
  if (!Object.hasOwn(SINCE, type)) return `the type ${type} comes from a plugin that the target may lack`;
  const since = family === 'OpenSearch' ? SINCE[type]?.openSearch : SINCE[type]?.elasticsearch;
  if (since === undefined) return `${family} has no type ${type}`;
  const [sinceMajor, sinceMinor] = since;
  if (major > sinceMajor || (major === sinceMajor && minor >= sinceMinor)) return undefined;
  return `the type ${type} exists from ${family} ${sinceMajor}.${sinceMinor} on`;
}
