import { parseVersion } from '../definition/version.ts';

/**
 * Whether a cluster can be asked to refuse a change of aliases where the one to remove is not there. Before the version is
 * known (a preview), it counts as one that can.
 *
 * Source: Elasticsearch pull requests 58100 and 65141 (read from 7.11 on; 7.10.2 refuses the field, 7.17 knows it), and
 * OpenSearch pull request 11210 (2.12).
 */
export function takesMustExist(version: string | undefined): boolean {
  const known = parseVersion(version ?? '');
  if (known === undefined) return true;
  const [major, minor] = known.family === 'OpenSearch' ? [2, 12] : [7, 11];
  return known.major > major || (known.major === major && known.minor >= minor);
}
