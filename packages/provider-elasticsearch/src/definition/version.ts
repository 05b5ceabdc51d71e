/** The software of a cluster, as its nodes name it. */
export interface ClusterVersion {
  readonly family: 'Elasticsearch' | 'OpenSearch';
  readonly major: number;
  readonly minor: number;
  /** As the node says it. */
  readonly text: string;
}

/**
 * Reads `7.10.2`. Nodes do not say which software it is, but no version of one is a version of the other: OpenSearch begins
 * at 1, and nothing older than Elasticsearch 5 is in use.
 */
export function parseVersion(text: string): ClusterVersion | undefined {
  const [, major = '', minor = ''] = /^(\d{1,3})\.(\d{1,3})(?:\.|$|-)/.exec(text) ?? [];
  if (major === '') return undefined;
  const number = Number(major);
  return { family: number < 5 ? 'OpenSearch' : 'Elasticsearch', major: number, minor: Number(minor), text };
}

/** Elasticsearch 6.3 to 9 and OpenSearch 1 to 3. */
export function isSupported({ family, major, minor }: ClusterVersion): boolean {
  if (family === 'OpenSearch') return major >= 1 && major <= 3;
  return (major === 6 && minor >= 3) || (major >= 7 && major <= 9);
}

/** Mappings begin with the name of a type. */
export function hasTypes({ family, major }: ClusterVersion): boolean {
  return family === 'Elasticsearch' && major === 6;
}

/**
 * The pipeline that stands for none is known: documents pass no default pipeline of the index on their way into it.
 *
 * Source: Elasticsearch 6.5 release notes (`index.default_pipeline`), and all of OpenSearch.
 */
export function hasNoPipeline({ family, major, minor }: ClusterVersion): boolean {
  return family === 'OpenSearch' || major > 6 || (major === 6 && minor >= 5);
}

export function describeVersion({ family, text }: ClusterVersion): string {
  return `${family} ${text}`;
}
