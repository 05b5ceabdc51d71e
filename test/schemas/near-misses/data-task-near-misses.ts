import { below, hit, miss, type NearHit, type NearMiss, type Refused } from './near-miss.ts';

const source = { dataSourceType: 'elasticsearch', endpoint: 'http://10.20.0.5:9200', index: 'orders', type: '_doc' };
const unreached = { ...source, endpoint: undefined };
const inVpc = { ...unreached, vpcId: 'vpc-1', vpcInstanceId: 'es-cn-1-worker', vpcInstancePort: 9200 };
const sink = {
  dataSourceType: 'elasticsearch',
  username: 'elastic',
  password: 'secret',
  index: 'orders',
  type: '_doc',
  settings: '{"index":{"number_of_shards":"5"}}',
  mapping: '{"_doc":{"properties":{}}}',
};
const indexTask = { InstanceId: 'es-cn-n6w1o1x0w001c', sourceCluster: source, sinkCluster: sink };

export const dataTaskNearHits: readonly NearHit[] = [
  hit('CreateDataTasks', indexTask),
  hit('CreateDataTasks', { ...indexTask, sourceCluster: inVpc }),
  hit('CreateDataTasks', { ...indexTask, ClientToken: 'x'.repeat(64) }),
  hit('index-migration', { ...indexTask, sinkCluster: { ...sink, settings: { index: {} }, mapping: {} } }),
  hit('index-migration', {
    ...indexTask,
    sourceCluster: { ...source, dataSourceType: undefined },
    sinkCluster: { ...sink, dataSourceType: undefined },
  }),
];

export const dataTaskNearMisses: readonly NearMiss[] = [...createDataTasks(), ...otherDataTaskOperations()];

function createDataTasks(): readonly NearMiss[] {
  const onSource = (name: string, value: object, refused: Refused, hint?: RegExp): NearMiss =>
    miss(
      'CreateDataTasks',
      `source: ${name}`,
      { ...indexTask, sourceCluster: value },
      below('/sourceCluster', refused),
      hint,
    );
  const onSink = (name: string, value: object, refused: Refused, hint?: RegExp): NearMiss =>
    miss(
      'CreateDataTasks',
      `sink: ${name}`,
      { ...indexTask, sinkCluster: value },
      below('/sinkCluster', refused),
      hint,
    );
  const onTask = (name: string, value: object, refused: Refused, hint?: RegExp): NearMiss =>
    miss('CreateDataTasks', name, { ...indexTask, ...value }, refused, hint);
  return [
    onTask('wrong casing of InstanceId', { InstanceId: undefined, instanceId: 'es-cn-1' }, [
      '# required',
      '# additionalProperties',
    ]),
    onTask('wrong casing of ClientToken', { clientToken: 'a' }, '# additionalProperties'),
    onTask('wrong casing of sourceCluster', { SourceCluster: source }, '# additionalProperties'),
    onTask(
      'the name of the vendor table: migrationConfig',
      { migrationConfig: { filterParams: 'index=1' } },
      '# additionalProperties',
    ),
    onTask(
      'the name of the vendor table: filterParams',
      { migrateConfig: { filterParams: 'index=1' } },
      '#/migrateConfig additionalProperties',
    ),
    onTask('an id that leaves the URL path', { InstanceId: '../../other' }, '#/InstanceId pattern', /part of the URL/),
    onTask('an id with a slash', { InstanceId: 'es-cn-1/data-task' }, '#/InstanceId pattern', /part of the URL/),
    onTask('an id with an encoded slash', { InstanceId: 'es-cn-1%2Fx' }, '#/InstanceId pattern', /part of the URL/),
    onTask('an id with a query', { InstanceId: 'es-cn-1?x=1' }, '#/InstanceId pattern', /part of the URL/),
    onTask('an empty id', { InstanceId: '' }, '#/InstanceId pattern', /part of the URL/),
    onTask('a masked id', { InstanceId: 'es-cn-n6w1o1x0w001c****' }, '#/InstanceId pattern', /console/),
    onTask('a token of 65 characters', { ClientToken: 'x'.repeat(65) }, '#/ClientToken pattern', /64/),
    onTask('an empty token', { ClientToken: '' }, '#/ClientToken pattern', /64/),
    onTask('a token that is not ASCII', { ClientToken: 'jeton-é' }, '#/ClientToken pattern', /ASCII/),
    onTask('a token with a line end', { ClientToken: 'abc\n' }, '#/ClientToken pattern', /ASCII/),
    onSource('no way to reach it', unreached, '# required', /way to reach the source/),
    onSource('endpoint and VPC', { ...source, vpcId: 'vpc-1' }, '#/vpcId not', /one way to reach/),
    onSource('endpoint and all of the VPC', { ...inVpc, endpoint: source.endpoint }, [
      '#/vpcId not',
      '#/vpcInstanceId not',
      '#/vpcInstancePort not',
    ]),
    onSource('VPC without port', { ...inVpc, vpcInstancePort: undefined }, '# required', /vpcInstancePort/),
    onSource('VPC without its id', { ...inVpc, vpcId: undefined }, '# required', /vpcId/),
    onSource(
      'VPC without instance and IP',
      { ...inVpc, vpcInstanceId: undefined },
      '# required',
      /vpcInstanceId .* or vpcIp/,
    ),
    onSource('VPC with instance and IP', { ...inVpc, vpcIp: '10.0.0.5' }, '#/vpcInstanceId not', /not both/),
    onSource('the port as text', { ...inVpc, vpcInstancePort: '9200' }, '#/vpcInstancePort type', /without quotes/),
    onSource('a port too high', { ...inVpc, vpcInstancePort: 65536 }, '#/vpcInstancePort maximum'),
    onSource(
      'an endpoint without scheme',
      { ...source, endpoint: '10.20.0.5:9200' },
      '#/endpoint pattern',
      /http:\/\/host:port/,
    ),
    onSource(
      'an endpoint with spaces, as translated',
      { ...source, endpoint: 'http://a. Elasticsearch .aliyuncs.com:9200' },
      '#/endpoint pattern',
    ),
    onSource(
      'an endpoint with a password in it',
      { ...source, endpoint: 'http://elastic:secret@10.20.0.5:9200' },
      '#/endpoint pattern',
      /own fields/,
    ),
    onSource(
      'an endpoint with a path',
      { ...source, endpoint: 'http://10.20.0.5:9200/orders' },
      '#/endpoint pattern',
      /path/,
    ),
    onSource(
      'a data source type as translated',
      { ...source, dataSourceType: ' Elasticsearch ' },
      '#/dataSourceType enum',
      /lower case/,
    ),
    onSource('a wildcard', { ...source, index: 'logs-*' }, '#/index pattern', /for_each/),
    onSource('a list of indices', { ...source, index: 'a,b' }, '#/index pattern', /for_each/),
    onSource('an index in capitals', { ...source, index: 'Orders' }, '#/index pattern', /lower case/),
    onSource('an index that begins with a hyphen', { ...source, index: '-orders' }, '#/index pattern', /not beginning/),
    onSource(
      'an index that begins with an underscore',
      { ...source, index: '_all' },
      '#/index pattern',
      /not beginning/,
    ),
    onSource('an index that begins with a plus', { ...source, index: '+orders' }, '#/index pattern', /not beginning/),
    onSource('an index of two dots', { ...source, index: '..' }, '#/index pattern'),
    onSource('no type', { ...source, type: undefined }, '# required'),
    onSource('a type with a space', { ...source, type: '_doc ' }, '#/type pattern'),
    onSource('an empty password', { ...source, username: 'elastic', password: '' }, '#/password minLength', /secrets:/),
    onSink('a key with spaces, as translated', { ...sink, username: undefined, ' username ': 'elastic' }, [
      '# required',
      '# additionalProperties',
    ]),
    onSink('no settings', { ...sink, settings: undefined }, '# required'),
    onSink('settings as an object', { ...sink, settings: { index: {} } }, '#/settings type', /as text/),
    onSink(
      'mapping that is no JSON object',
      { ...sink, mapping: '#mapping configuration#' },
      '#/mapping pattern',
      /JSON object/,
    ),
    onSink('a routing field with a space, as translated', { ...sink, routing: '_id ' }, '#/routing pattern'),
    onSink('an endpoint', { ...sink, endpoint: 'http://10.0.0.1:9200' }, '# additionalProperties'),
  ];
}

function otherDataTaskOperations(): readonly NearMiss[] {
  return [
    miss('index-migration', 'a ClientToken of one’s own', { ...indexTask, ClientToken: 'x' }, '# additionalProperties'),
    miss(
      'index-migration',
      'settings as a list',
      { ...indexTask, sinkCluster: { ...sink, settings: [] } },
      '#/sinkCluster/settings type',
    ),
    miss(
      'index-migration',
      'two ways to the source',
      { ...indexTask, sourceCluster: { ...source, vpcIp: '10.0.0.5' } },
      '#/sourceCluster/vpcIp not',
    ),
    miss('ListDataTasks', 'an id with a backslash', { InstanceId: 'es\\cn' }, '#/InstanceId pattern'),
    miss('DeleteDataTask', 'wrong casing of taskId', { InstanceId: 'es-cn-1', TaskId: 'et_cn_1' }, [
      '# required',
      '# additionalProperties',
    ]),
    miss('DeleteDataTask', 'several ids', { InstanceId: 'es-cn-1', taskId: 'et_cn_1,et_cn_2' }, '#/taskId pattern'),
    miss(
      'GetClusterDataInformation',
      'no way to reach the cluster',
      { dataSourceType: 'elasticsearch' },
      '# required',
      /way to reach the cluster/,
    ),
    miss('DescribeInstance', 'no id', {}, '# required'),
  ];
}
