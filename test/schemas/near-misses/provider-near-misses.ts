import { hit, miss, type NearHit, type NearMiss, reference } from './near-miss.ts';

const dcs = { type: 'huaweicloud-dcs', region: 'eu-de' };

export const providerNearHits: readonly NearHit[] = [
  hit('huaweicloud-dcs', dcs),
  hit('huaweicloud-dcs', { type: 'huaweicloud-dcs', endpoint: 'http://127.0.0.1:8080' }),
  hit('huaweicloud-dcs', {
    ...dcs,
    project_id: reference('inputs.project'),
    credentials: { auth_token: reference('secrets.token') },
  }),
  hit('huaweicloud-dcs', { ...dcs, credentials: { source: 'metadata' } }),
  hit('alicloud-elasticsearch', { type: 'alicloud-elasticsearch' }),
  hit('alicloud-elasticsearch', { type: 'alicloud-elasticsearch', credentials: { source: 'web-identity' } }),
  hit('alicloud-elasticsearch', {
    type: 'alicloud-elasticsearch',
    credentials: { source: 'metadata', role_name: 'migrator' },
  }),
];

export const providerNearMisses: readonly NearMiss[] = providers();

function providers(): readonly NearMiss[] {
  const alicloud = { type: 'alicloud-elasticsearch' };
  return [
    miss(
      'huaweicloud-dcs',
      'neither region nor endpoint',
      { type: 'huaweicloud-dcs' },
      '# required',
      /region, such as/,
    ),
    miss(
      'huaweicloud-dcs',
      'an access key without its secret',
      { ...dcs, credentials: { access_key: 'a' } },
      '#/credentials dependentRequired',
      /secret_key/,
    ),
    miss('huaweicloud-dcs', 'a user without domain', { ...dcs, credentials: { username: 'a', password: 'b' } }, [
      '#/credentials dependentRequired',
      '#/credentials dependentRequired',
    ]),
    miss(
      'huaweicloud-dcs',
      'a project id that leaves the URL path',
      { ...dcs, project_id: '../x' },
      '#/project_id pattern',
      /part of the URL/,
    ),
    miss(
      'huaweicloud-dcs',
      'plain http to another machine',
      { ...dcs, endpoint: 'http://dcs.example.com' },
      '#/endpoint pattern',
      /https/,
    ),
    miss(
      'huaweicloud-dcs',
      'a source beside a token',
      { ...dcs, credentials: { source: 'metadata', auth_token: 't' } },
      '#/credentials/auth_token not',
      /either source or a token/,
    ),
    miss(
      'alicloud-elasticsearch',
      'a source beside a key',
      { ...alicloud, credentials: { source: 'metadata', access_key_id: 'a' } },
      '#/credentials/access_key_id not',
      /either source or a key/,
    ),
    miss(
      'alicloud-elasticsearch',
      'an unknown source',
      { ...alicloud, credentials: { source: 'aws' } },
      '#/credentials/source enum',
    ),
    miss('huaweicloud-dcs', 'an unknown signing', { ...dcs, signing: 'v4' }, '#/signing enum'),
    miss('huaweicloud-dcs', 'a region with a slash', { ...dcs, region: 'eu/de' }, '#/region pattern', /region id/),
    miss(
      'alicloud-elasticsearch',
      'an access key alone',
      { ...alicloud, credentials: { access_key_id: 'a' } },
      '#/credentials required',
    ),
    miss(
      'alicloud-elasticsearch',
      'the other provider’s key',
      { ...alicloud, project_id: 'p' },
      '# additionalProperties',
    ),
    miss(
      'alicloud-elasticsearch',
      'an endpoint with a path',
      { ...alicloud, endpoint: 'https://es.example.com/api' },
      '#/endpoint pattern',
    ),
    miss(
      'alicloud-elasticsearch',
      'no success words',
      { ...alicloud, statuses: { success: [] } },
      '#/statuses/success minItems',
    ),
    miss(
      'alicloud-elasticsearch',
      'a time-out as a number',
      { ...alicloud, timeouts: { connect: 5 } },
      '#/timeouts/connect type',
    ),
  ];
}
