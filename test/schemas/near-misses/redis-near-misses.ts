import { hit, miss, type NearHit, type NearMiss } from './near-miss.ts';

const SERVER = { type: 'redis', url: 'redis://10.20.0.5:6379' };
const SIDES = { source: { connection: 'old' }, target: { connection: 'new' } };

export const redisNearHits: readonly NearHit[] = [
  hit('redis', SERVER),
  hit('redis', { type: 'redis', url: 'rediss://[::1]', password: 'p' }),
  hit('redis', { ...SERVER, url: ['redis://a:1', 'redis://b:2'], mode: 'sentinel', master_name: 'mymaster' }),
  hit('redis', { ...SERVER, url: 'http://127.0.0.1:4566/servers/10.20.0.5%3A6379', username: 'u', password: 'p' }),
  hit('redis/verify', SIDES),
  hit('redis/verify', { source: {}, target: { connection: 'new' }, databases: [0, 15] }),
  hit('redis/verify.options', {}),
  hit('redis/verify.options', {
    verify: { level: 'dump', rounds: 0, interval: '10ms', ttl_tolerance: '0s', expect: 'superset', sample: 1 },
  }),
  hit('ProbeRights', { level: 'keys' }),
];

export const redisNearMisses: readonly NearMiss[] = [
  ...['10.20.0.5:6379', 'redis://u:p@host:6379', 'redis://host:6379/3', 'http://host:6379'].map((url) =>
    miss('redis', `the address ${url}`, { type: 'redis', url }, '#/url pattern', /redis:\/\/host:port/),
  ),
  miss('redis', 'no address', { type: 'redis' }, '# required'),
  miss('redis', 'a user without a password', { ...SERVER, username: 'u' }, '# dependentRequired'),
  miss('redis', 'Sentinels without a name', { ...SERVER, mode: 'sentinel' }, '# required'),
  miss('redis', 'another mode', { ...SERVER, mode: 'replica' }, '#/mode enum'),
  miss('redis/verify', 'one side alone', { source: {} }, '# required'),
  miss('redis/verify', 'a database of no number', { ...SIDES, databases: ['0'] }, '#/databases/0 type'),
  miss('redis/verify', 'a database twice', { ...SIDES, databases: [1, 1] }, '#/databases uniqueItems'),
  miss('redis/verify.options', 'another level', { verify: { level: 'all' } }, '#/verify/level enum'),
  miss(
    'redis/verify.options',
    'an interval without a unit',
    { verify: { interval: '5' } },
    '#/verify/interval pattern',
  ),
  miss('redis/verify.options', 'no keys in a sample', { verify: { sample: 0 } }, '#/verify/sample minimum'),
  miss('ProbeRights', 'another level', { level: 'all' }, '#/level enum'),
];
