/** A node inside a Java process of our own, from jars. */
export interface EmbeddedForm {
  readonly kind: 'embedded';
  /** The class in `java/` that starts it. */
  readonly main: 'Elasticsearch6' | 'Elasticsearch7' | 'OpenSearch2' | 'OpenSearch3';
  readonly plugins: readonly string[];
}

/** An unpacked distribution, as Elastic's own tests use it: few modules, but the real bootstrap and real security. */
export interface DistributionForm {
  readonly kind: 'distribution';
  /** The class that its shell script starts: from version 8 on it starts the server in a second process. */
  readonly main: 'org.elasticsearch.bootstrap.Elasticsearch' | 'org.elasticsearch.launcher.CliToolLauncher';
  /** Those in `modules/` that the distribution lacks. Their jars are dependencies in the POM, or made from their source. */
  readonly addedModules?: readonly string[];
}

export interface ServerUser {
  readonly username: string;
  readonly password: string;
}

export interface ServerDescription {
  readonly version: string;
  /** Versions of Java that it runs on. Before version 9, distributions use the security manager, which Java 24 no longer has. */
  readonly java: { readonly from: number; readonly to?: number };
  readonly form: EmbeddedForm | DistributionForm;
  readonly settings: Readonly<Record<string, string>>;
  /** Where security is on: a superuser. */
  readonly user?: ServerUser;
}

const LOOPBACK = '127.0.0.1:*,localhost:*';
/** The real-memory circuit breaker of newer servers refuses writes on a small heap with the serial collector. */
const NO_MEMORY_BREAKER = { 'indices.breaker.total.use_real_memory': 'false' };
const ELASTICSEARCH_PLUGINS = [
  'org.elasticsearch.transport.Netty4Plugin',
  'org.elasticsearch.index.reindex.ReindexPlugin',
  'org.elasticsearch.join.ParentJoinPlugin',
  'org.elasticsearch.analysis.common.CommonAnalysisPlugin',
  'org.elasticsearch.painless.PainlessPlugin',
  'org.elasticsearch.ingest.common.IngestCommonPlugin',
  'org.elasticsearch.index.mapper.MapperExtrasPlugin',
];

/** The one list of the servers that tests can have. Each has a POM of the same name in `poms/`. */
export const SERVERS = {
  'elasticsearch-6.7': {
    version: '6.7.2',
    java: { from: 17 },
    form: { kind: 'embedded', main: 'Elasticsearch6', plugins: ELASTICSEARCH_PLUGINS },
    settings: { 'reindex.remote.whitelist': LOOPBACK },
  },
  'elasticsearch-7.10': {
    version: '7.10.2',
    java: { from: 17 },
    form: { kind: 'embedded', main: 'Elasticsearch7', plugins: ELASTICSEARCH_PLUGINS },
    settings: { 'reindex.remote.whitelist': LOOPBACK, ...NO_MEMORY_BREAKER },
  },
  'elasticsearch-7.17': {
    version: '7.17.28',
    java: { from: 17 },
    form: {
      kind: 'embedded',
      main: 'Elasticsearch7',
      plugins: [
        'org.elasticsearch.transport.Netty4Plugin',
        'org.elasticsearch.reindex.ReindexPlugin',
        'org.elasticsearch.join.ParentJoinPlugin',
      ],
    },
    settings: { 'reindex.remote.whitelist': LOOPBACK, ...NO_MEMORY_BREAKER },
  },
  'elasticsearch-7.17-secured': {
    version: '7.17.28',
    java: { from: 17, to: 23 },
    form: {
      kind: 'distribution',
      main: 'org.elasticsearch.bootstrap.Elasticsearch',
      addedModules: ['reindex', 'email-analysis'],
    },
    settings: {
      'reindex.remote.whitelist': LOOPBACK,
      ...NO_MEMORY_BREAKER,
      'xpack.security.enabled': 'true',
      // By default they need TLS.
      'xpack.security.authc.api_key.enabled': 'true',
    },
    user: { username: 'waybill', password: 'waybill' },
  },
  'elasticsearch-8': {
    version: '8.17.0',
    java: { from: 17, to: 23 },
    form: { kind: 'distribution', main: 'org.elasticsearch.launcher.CliToolLauncher' },
    settings: { ...NO_MEMORY_BREAKER, 'xpack.security.enabled': 'false' },
  },
  'elasticsearch-9': {
    version: '9.2.0',
    java: { from: 21 },
    form: { kind: 'distribution', main: 'org.elasticsearch.launcher.CliToolLauncher' },
    settings: { ...NO_MEMORY_BREAKER, 'xpack.security.enabled': 'false' },
  },
  'opensearch-2': {
    version: '2.19.6',
    java: { from: 17 },
    form: {
      kind: 'embedded',
      main: 'OpenSearch2',
      plugins: [
        'org.opensearch.transport.Netty4Plugin',
        'org.opensearch.index.reindex.ReindexPlugin',
        'org.opensearch.join.ParentJoinPlugin',
        'org.opensearch.analysis.common.CommonAnalysisPlugin',
        'org.opensearch.painless.PainlessPlugin',
      ],
    },
    settings: { 'reindex.remote.allowlist': LOOPBACK, ...NO_MEMORY_BREAKER },
  },
  'opensearch-3': {
    version: '3.3.2',
    java: { from: 21 },
    form: {
      kind: 'embedded',
      main: 'OpenSearch3',
      plugins: [
        'org.opensearch.transport.Netty4ModulePlugin',
        'org.opensearch.index.reindex.ReindexModulePlugin',
        'org.opensearch.analysis.common.CommonAnalysisModulePlugin',
        'org.opensearch.painless.PainlessModulePlugin',
      ],
    },
    settings: { 'reindex.remote.allowlist': LOOPBACK, ...NO_MEMORY_BREAKER },
  },
} as const satisfies Readonly<Record<string, ServerDescription>>;

export type ServerName = keyof typeof SERVERS;
export const SERVER_NAMES: readonly ServerName[] = Object.keys(SERVERS) as ServerName[];

export function isServerName(name: string): name is ServerName {
  return Object.hasOwn(SERVERS, name);
}

export function describeServer(name: ServerName): ServerDescription {
  return SERVERS[name];
}
