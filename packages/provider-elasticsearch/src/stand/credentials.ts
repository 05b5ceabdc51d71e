export interface ElasticsearchCredentials {
  readonly username: string;
  readonly password: string;
  /** Encoded, as it follows `ApiKey` in the header. */
  readonly apiKey: string;
}

/** They open nothing but a sandbox. */
export const DEMO_ELASTICSEARCH_CREDENTIALS: ElasticsearchCredentials = {
  username: 'sandbox',
  password: 'sandbox-password',
  apiKey: 'c2FuZGJveDpzYW5kYm94LWtleQ==',
};
