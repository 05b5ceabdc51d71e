import {
  type Call,
  isJsonObject,
  type JsonObject,
  objectOf,
  parseJson,
  Refusal,
  textOf,
  textOrNumberOf,
  withoutNulls,
} from '@waybill/stand-kit';
import type { SinkCluster, SourceCluster } from './data-task.ts';

/** One requested migration whose fields are in order. */
export interface CheckedElement {
  /** The request as sent, without nulls. Contains passwords: for echoing only. */
  readonly request: JsonObject;
  readonly source: SourceCluster;
  readonly sink: SinkCluster;
}

/**
 * The body is an array of elements, or one element: both forms are documented. Each has passed the operation's schema
 * by now; what is left to check are the texts that hold JSON.
 */
export function checkElements(call: Call): readonly CheckedElement[] {
  const body = withoutNulls(call.json);
  const elements = Array.isArray(body) ? body : [body];
  if (elements.length === 0 || !elements.every(isJsonObject)) {
    throw new Refusal(400, 'InvalidRequestBody', 'The body must be an array of index migrations, or one of them.');
  }
  return elements.map((request) => ({
    request,
    source: readSource(objectOf(request, 'sourceCluster')),
    sink: checkSink(objectOf(request, 'sinkCluster')),
  }));
}

function readSource(cluster: JsonObject): SourceCluster {
  const port = textOrNumberOf(cluster, 'vpcInstancePort');
  return {
    ...readNames(cluster),
    endpoint: textOf(cluster, 'endpoint'),
    vpcId: textOf(cluster, 'vpcId'),
    vpcInstanceId: textOf(cluster, 'vpcInstanceId'),
    vpcInstancePort: port === null ? null : Number(port),
    vpcIp: textOf(cluster, 'vpcIp'),
  };
}

/** The sink's type must be a key of its mapping. Source: one-click migration guide, SinkTypenameNotMatchMappings. */
function checkSink(cluster: JsonObject): SinkCluster {
  const sink: SinkCluster = {
    ...readNames(cluster),
    settings: textOf(cluster, 'settings') ?? '',
    mapping: textOf(cluster, 'mapping') ?? '',
  };
  if (!isJsonObject(parseJson(sink.settings))) throw notJson('settings', 'InvalidSinkClusterSettings');
  const mapping = parseJson(sink.mapping);
  if (!isJsonObject(mapping)) throw notJson('mapping', 'InvalidSinkClusterMapping');
  if (!Object.hasOwn(mapping, sink.type)) {
    throw new Refusal(400, 'SinkTypenameNotMatchMappings', `The mapping has no key for the sink type ${sink.type}.`);
  }
  return sink;
}

function readNames(cluster: JsonObject): Pick<SinkCluster, 'dataSourceType' | 'index' | 'type'> {
  return {
    dataSourceType: textOf(cluster, 'dataSourceType') ?? '',
    index: textOf(cluster, 'index') ?? '',
    type: textOf(cluster, 'type') ?? '',
  };
}

function notJson(name: string, code: string): Refusal {
  return new Refusal(400, code, `${name} is not a JSON object as text.`);
}
