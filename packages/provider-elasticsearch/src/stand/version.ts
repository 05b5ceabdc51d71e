/** What answers differ by between the lines of Elasticsearch and OpenSearch. */
export interface ClusterVersion {
  readonly number: string;
  readonly major: number;
  readonly minor: number;
  readonly isOpenSearch: boolean;
  /** Mappings begin with a type unless a request says otherwise. */
  readonly hasTypes: boolean;
  /** `include_type_name` is a known parameter. */
  readonly takesTypeName: boolean;
  readonly isTotalANumber: boolean;
  readonly hasTypeInHits: boolean;
  readonly hasIndexBlocks: boolean;
  /** `POST /_aliases` acknowledges with `errors: true` what had no effect. */
  readonly saysAliasErrors: boolean;
  readonly takesMustExist: boolean;
  /** A task says whether it is cancelled. */
  readonly saysCancelled: boolean;
  /** Elasticsearch 8 and later: stricter settings, mappings and wildcards. */
  readonly isStrict: boolean;
  /** The pipeline `_none` stands for none. */
  readonly hasNoPipeline: boolean;
  /** Whether the list of remotes is called by its new name. */
  readonly remoteListSetting: 'whitelist' | 'allowlist';
}

/** OpenSearch is recognised by its numbers: no Elasticsearch before 6 is simulated. */
export function versionOf(number: string): ClusterVersion {
  const [major = 7, minor = 0] = number.split('.').map(Number);
  const isOpenSearch = major < 6;
  const isAtLeast = (otherMajor: number, otherMinor: number): boolean =>
    !isOpenSearch && (major > otherMajor || (major === otherMajor && minor >= otherMinor));
  return {
    number,
    major,
    minor,
    isOpenSearch,
    hasTypes: major === 6,
    takesTypeName: isOpenSearch ? major === 1 : major === 7 || (major === 6 && minor >= 7),
    isTotalANumber: major === 6,
    hasTypeInHits: isOpenSearch ? major === 1 : major < 8,
    hasIndexBlocks: isOpenSearch || isAtLeast(7, 9),
    saysAliasErrors: isAtLeast(8, 0),
    takesMustExist: isOpenSearch ? major > 2 || (major === 2 && minor >= 12) : isAtLeast(7, 11),
    saysCancelled: isOpenSearch ? major >= 2 : isAtLeast(7, 11),
    isStrict: isAtLeast(8, 0),
    hasNoPipeline: isOpenSearch || isAtLeast(6, 5),
    remoteListSetting: isOpenSearch && major >= 2 ? 'allowlist' : 'whitelist',
  };
}

/**
 * Whether the reader of one line understands the search answers of another: 6.x wants a number in `hits.total`, 7.x and
 * OpenSearch 1 want a `_type` in each hit.
 */
export function canRead(reader: ClusterVersion, source: ClusterVersion): boolean {
  if (reader.hasTypes) return source.isTotalANumber;
  const wantsType = reader.isOpenSearch ? reader.major === 1 : reader.major < 8;
  return !wantsType || source.hasTypeInHits;
}
