import { defined, type Json, type JsonObject, type Listing, ProviderError, type ReadCall } from '@waybill/core';
import { fieldsOf, objectOf, type Part, parseJsonObject, textOf, textsOf } from '@waybill/provider-kit';
import type { GetClusterDataInformationResponse } from '../generated/answers.generated.ts';
import { operationSchemas } from '../generated/schemas.generated.ts';
import { portableSettings } from './portable-settings.ts';

const OPERATION = 'GetClusterDataInformation';

/** How the cluster is reached, as `sourceCluster` of the kind says it. */
const argumentsSchema: object = withoutChoice(operationSchemas[OPERATION].$defs.request);

/**
 * The indices of a cluster, with the definition that the sink's index is created with. One read names them all, and one more
 * describes each that is wanted.
 */
export const indicesListing: Listing = {
  title: 'indices',
  columns: [
    { name: 'index', type: 'text', description: 'Name of the index.' },
    { name: 'type', type: 'text', description: 'Its mapping type; absent where it has none, or several.' },
    { name: 'settings', type: 'object', description: 'Settings that a new index can be created with.' },
    { name: 'mapping', type: 'object', description: 'Mapping, under the type.' },
  ],
  key: 'index',
  argumentsSchema,
  // Those of Kibana, security and monitoring: copying one breaks the cluster that receives it.
  isInternal: (name) => name.startsWith('.'),
  async readPage(args, { read, isWanted }) {
    const cluster: JsonObject = { dataSourceType: 'elasticsearch', ...args };
    const names = textsOf((await readMeta(cluster, read)).indices).filter((name) => name !== '' && isWanted(name));
    return { rows: await Promise.all(names.map((name) => readIndex(name, cluster, read))) };
  },
};

async function readIndex(index: string, cluster: JsonObject, read: ReadCall): Promise<JsonObject> {
  const meta = await readMeta({ ...cluster, index }, read);
  const settings = parseJsonObject(textOf(meta.settings) ?? '');
  const mapping = parseJsonObject(textOf(meta.mapping) ?? '');
  const [type, ...others] = textsOf(meta.typeName);
  return defined({
    index,
    type: others.length === 0 ? type : undefined,
    settings: settings === undefined ? undefined : portableSettings(settings),
    mapping,
  });
}

type Result = Part<GetClusterDataInformationResponse, 'Result'>;

async function readMeta(args: JsonObject, read: ReadCall) {
  const result = fieldsOf<Result>(fieldsOf<GetClusterDataInformationResponse>(await read(OPERATION, args)).Result);
  if (result.connectable !== true) throw outOfReach();
  return fieldsOf<Part<Result, 'metaInfo'>>(result.metaInfo);
}

function outOfReach(): ProviderError {
  return new ProviderError('The vendor cannot reach the cluster, or its login is refused.', {
    vendorCode: 'NOT_CONNECTABLE',
    class: 'fatal',
    effect: 'none',
    operation: OPERATION,
    hint: 'Check endpoint, user name and password, and that the vendor’s addresses are on the whitelist of the cluster.',
  });
}

/** The request without what the listing sets itself. */
function withoutChoice(request: unknown): object {
  const { properties, required: _required, ...schema } = objectOf(request as Json);
  const { dataSourceType: _source, index: _index, type: _type, ...places } = objectOf(properties);
  return { ...schema, properties: places };
}
