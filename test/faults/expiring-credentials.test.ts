import {
  applyPlan,
  compilePlan,
  createRegistry,
  type HttpRequest,
  type JsonObject,
  MemoryDisk,
  openMemoryStore,
  type RunEvent,
  type RunResult,
  TransportError,
} from '@waybill/core';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { createAlicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { createHuaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { sandboxClock } from '@waybill/rehearsal';
import { createInProcessSandbox, type InProcessSandbox } from '@waybill/sandbox';
import { describe, expect, it } from 'vitest';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 15);
const COPY_MS = 3 * HOUR_MS;
const CLI_PROFILE = '/home/me/.aliyun/config.json';
const DCS_FILE = '/home/me/.huaweicloud/credentials';

describe('keys of one hour in a run of more than twelve', () => {
  it.each([
    ['their end is known', true],
    ['nothing says when they end', false],
  ])('are read again from their files when %s', async (_, isEndKnown) => {
    const world = new HourlyKeys({ isEndKnown });
    const { result, tookMs } = await world.run();
    expect(result.outcome).toBe('succeeded');
    expect(tookMs).toBeGreaterThan(12 * HOUR_MS);
    expect(result.suspended).toEqual([]);
    // Calls that were on the way when a key ended, and one that finds out; none at all where the end is known.
    expect(world.refused.alicloud).toBeLessThanOrEqual(isEndKnown ? 0 : 15 * 4);
    expect(world.refused.huaweicloud).toBeLessThanOrEqual(15 * 4);
    expect(world.refused.huaweicloud).toBeGreaterThan(0);
    expect(world.written).not.toMatch(/key-of-hour-/);
  });

  it('are issued by STS for a web identity and by the metadata service of an ECS, before each end', async () => {
    const world = new HourlyKeys({ isEndKnown: true, isIssued: true });
    const { result, tookMs } = await world.run();
    expect(result.outcome).toBe('succeeded');
    expect(tookMs).toBeGreaterThan(12 * HOUR_MS);
    expect(result.suspended).toEqual([]);
    expect(world.refused).toEqual({ alicloud: 0, huaweicloud: 0 });
    expect(world.issued.alicloud).toBeGreaterThan(12);
    expect(world.issued.huaweicloud).toBeGreaterThan(12);
    expect(world.written).not.toMatch(/key-of-hour-|oidc-token-of/);
  });

  it('wait for their issuers when these do not answer for a while, and are not sent once they have ended', async () => {
    const silence = { fromMs: 2 * HOUR_MS - 10 * MINUTE_MS, toMs: 2 * HOUR_MS + 20 * MINUTE_MS };
    const world = new HourlyKeys({ isEndKnown: true, isIssued: true, silence });
    const { result } = await world.run();
    expect(result.outcome).toBe('succeeded');
    expect(result.suspended).toEqual([]);
    expect(world.refused).toEqual({ alicloud: 0, huaweicloud: 0 });
  });

  it('suspend their providers when their issuers refuse, which the reason says', async () => {
    const world = new HourlyKeys({ isEndKnown: true, isIssued: true, isRenewed: false });
    const { result } = await world.run();
    expect(result.suspended.map(({ provider }) => provider).toSorted()).toEqual(['cache', 'search']);
    const reasons = JSON.stringify(result.suspended);
    expect(reasons).toContain('STS issued no key for acs:ram::1:role/migrator: AuthenticationFail.OIDCToken.Expired');
    expect(reasons).toContain('this ECS has no agency');
    expect(reasons).not.toMatch(/key-of-hour-|oidc-token-of/);
    expect(result.units.map(({ status }) => status)).not.toContain('failed');
  });

  it('suspend their providers when nobody renews them, and fail no unit', async () => {
    const world = new HourlyKeys({ isEndKnown: false, isRenewed: false });
    const { result } = await world.run();
    expect(result.suspended.map(({ provider }) => provider).toSorted()).toEqual(['cache', 'search']);
    expect(result.units.map(({ status }) => status)).not.toContain('failed');
    expect(world.refused.alicloud).toBeLessThanOrEqual(4);
    expect(world.refused.huaweicloud).toBeLessThanOrEqual(4);
  });
});

interface HourlyKeysOptions {
  readonly isEndKnown: boolean;
  readonly isRenewed?: boolean;
  /** By STS and the metadata service, instead of being in files. */
  readonly isIssued?: boolean;
  /** When those do not answer, from the start. */
  readonly silence?: { readonly fromMs: number; readonly toMs: number };
}

/** Vendors that take a new key every hour, files in which something else writes it down, and a plan of long copies. */
class HourlyKeys {
  readonly clock = new VirtualClock(Date.UTC(2026, 0, 15));
  readonly refused = { alicloud: 0, huaweicloud: 0 };
  readonly #sandbox: InProcessSandbox;
  readonly issued = { alicloud: 0, huaweicloud: 0 };
  readonly #options: HourlyKeysOptions;
  readonly #disk = new MemoryDisk('hourly', createSeededRandom(1));
  readonly #events: RunEvent[] = [];
  #hour = -1;

  constructor(options: HourlyKeysOptions) {
    this.#options = options;
    this.#sandbox = createInProcessSandbox({
      clock: sandboxClock(this.clock),
      durations: { alicloudRunningMs: COPY_MS, dcsFullSyncMs: COPY_MS, jitterFraction: 0 },
    });
    this.#rotate();
  }

  get written(): string {
    return JSON.stringify([this.#disk.records, this.#events]);
  }

  async run(): Promise<{ readonly result: RunResult; readonly tookMs: number }> {
    const readFile = async (path: string): Promise<string | undefined> => this.#files()[path];
    const registry = createRegistry([
      createAlicloudElasticsearch({ readTextFile: readFile }),
      createHuaweicloudDcs({ readTextFile: readFile }),
    ]);
    const { compiled, diagnostics } = compilePlan(JSON.stringify(this.#plan()), { file: 'hourly.yaml', registry });
    if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
    const startedMs = this.clock.now();
    const work = applyPlan({
      ...compiled,
      registry,
      store: openMemoryStore(this.#disk),
      transport: { send: (request) => this.#send(request) },
      clock: this.clock,
      random: createSeededRandom(3),
      env: {
        HOME: '/home/me',
        ...(this.#options.isIssued ? WEB_IDENTITY : {}),
        HUAWEICLOUD_SDK_PROJECT_ID: this.#sandbox.credentials.huaweicloud.projectId,
      },
      readSecret: () => 'not-a-secret',
      owner: { host: 'matrix', pid: 1, user: 'nobody' },
      onEvent: (event) => this.#events.push(event),
    });
    return { result: await this.clock.runUntil(work, 48 * HOUR_MS), tookMs: this.clock.now() - startedMs };
  }

  async #send(request: HttpRequest) {
    await this.clock.sleep(10);
    this.#rotate();
    const issued = this.#issue(request);
    if (issued !== undefined) return { headers: {}, ...issued };
    const answer = await this.#sandbox.exchange(request);
    if (answer === undefined) throw new Error('the sandbox answers');
    const provider = request.url.includes('/openapi/') ? 'alicloud' : 'huaweicloud';
    if (/InvalidSecurityToken|APIGW.0301/.test(answer.body)) this.refused[provider] += 1;
    const headers = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    return { status: answer.status, headers: Object.fromEntries(headers), body: answer.body };
  }

  /** From each full hour on, the vendors take only the new token. */
  #rotate(): void {
    const hour = Math.floor(this.clock.now() / HOUR_MS);
    if (hour > this.#hour) this.#accept(hour);
  }

  #accept(hour: number): void {
    this.#hour = hour;
    Object.assign(this.#sandbox.credentials.alicloud, { securityToken: `key-of-hour-${hour}-for-search` });
    Object.assign(this.#sandbox.credentials.huaweicloud, { securityToken: `key-of-hour-${hour}-for-cache` });
  }

  #plan(): JsonObject {
    const source = { credentials: { source: 'metadata' } };
    const { search, cache } = PLAN.providers;
    const providers = { search, cache: this.#options.isIssued ? { ...cache, ...source } : cache };
    return { ...PLAN, providers } as unknown as JsonObject;
  }

  /** What STS and the metadata service answer; undefined for calls of the APIs. */
  #issue({ url }: HttpRequest): { readonly status: number; readonly body: string } | undefined {
    const isSts = url.startsWith('https://sts.aliyuncs.com/');
    if (!isSts && !url.startsWith('http://169.254.169.254/')) return undefined;
    const atMs = this.clock.now() - START_MS;
    const { silence = { fromMs: 0, toMs: 0 }, isRenewed = true } = this.#options;
    if (silence.fromMs <= atMs && atMs < silence.toMs)
      throw new TransportError('no route', { wasSent: false, reason: 'EHOSTUNREACH', fault: 'unreachable' });
    if (url.endsWith('/api/token')) return { status: 404, body: '' };
    const isRefused = !isRenewed && atMs > HOUR_MS / 2;
    if (isSts) return isRefused ? EXPIRED_TOKEN : { status: 200, body: JSON.stringify(this.#issueByOidc()) };
    return isRefused ? NO_AGENCY : { status: 200, body: JSON.stringify(this.#issueForAgency()) };
  }

  /** From five minutes before the hour on, keys of the next one are issued: the vendors take them at once. */
  #issueByOidc() {
    this.issued.alicloud += 1;
    const { accessKeyId, accessKeySecret } = this.#sandbox.credentials.alicloud;
    const { hour, end } = this.#nextHour();
    const key = { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret, Expiration: end };
    return { Credentials: { ...key, SecurityToken: `key-of-hour-${hour}-for-search` } };
  }

  #issueForAgency() {
    this.issued.huaweicloud += 1;
    const { accessKey, secretKey } = this.#sandbox.credentials.huaweicloud;
    const { hour, end } = this.#nextHour();
    const key = { access: accessKey, secret: secretKey, expires_at: end };
    return { credential: { ...key, securitytoken: `key-of-hour-${hour}-for-cache` } };
  }

  #nextHour(): { readonly hour: number; readonly end: string } {
    const hour = Math.floor((this.clock.now() + 5 * MINUTE_MS) / HOUR_MS);
    this.#accept(hour);
    return { hour, end: new Date((hour + 1) * HOUR_MS).toISOString() };
  }

  #files(): Readonly<Record<string, string>> {
    const { alicloud, huaweicloud } = this.#sandbox.credentials;
    const nowMs = (this.#options.isRenewed ?? true) ? this.clock.now() : Date.UTC(2026, 0, 15);
    const hour = Math.floor(nowMs / HOUR_MS);
    const profile = {
      name: 'default',
      mode: 'StsToken',
      access_key_id: alicloud.accessKeyId,
      access_key_secret: alicloud.accessKeySecret,
      sts_token: `key-of-hour-${hour}-for-search`,
      ...(this.#options.isEndKnown ? { sts_expiration: ((hour + 1) * HOUR_MS) / 1_000 } : {}),
    };
    if (this.#options.isIssued) return { '/var/run/token': `oidc-token-of-${hour}` };
    return {
      [CLI_PROFILE]: JSON.stringify({ profiles: [profile] }),
      [DCS_FILE]: `[basic]\nak = ${huaweicloud.accessKey}\nsk = ${huaweicloud.secretKey}\nsecurity_token = key-of-hour-${hour}-for-cache\n`,
    };
  }
}

const WEB_IDENTITY = {
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: 'acs:ram::1:oidc-provider/ci',
  ALIBABA_CLOUD_ROLE_ARN: 'acs:ram::1:role/migrator',
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: '/var/run/token',
};
const EXPIRED_TOKEN = {
  status: 400,
  body: JSON.stringify({
    Code: 'AuthenticationFail.OIDCToken.Expired',
    Message: `The token oidc-token-of-${START_MS / HOUR_MS} is old.`,
  }),
};
const NO_AGENCY = { status: 401, body: 'Please configure Cloud Service Agency first' };

const PACE = {
  endpoint: 'http://127.0.0.1:1',
  limits: { requests: '10/s', in_flight: 4 },
  polling: { initial_interval: '30s', max_interval: '5m' },
};
const NETWORK = { vpc_id: 'vpc-1', subnet_id: 'subnet-1', security_group_id: 'group-1' };
const CLUSTER = { username: 'elastic', password: '${{ secrets.es }}', type: '_doc' };

/** Five waves of three hours, each unit after the one before it. */
const PLAN = {
  version: 1,
  name: 'hourly',
  secrets: { es: { env: 'ES_PASSWORD' }, redis: { env: 'REDIS_PASSWORD' } },
  providers: {
    search: { type: 'alicloud-elasticsearch', ...PACE },
    cache: { type: 'huaweicloud-dcs', region: 'eu-de', ...PACE },
  },
  defaults: { timeout: '6h' },
  migrations: Object.fromEntries([1, 2, 3, 4, 5].flatMap((wave) => [indexOf(wave), cacheOf(wave)])),
};

function indexOf(wave: number) {
  const index = `orders-${wave}`;
  const migration = {
    uses: 'search.index-migration',
    ...(wave === 1 ? {} : { needs: [`index-${wave - 1}`] }),
    with: {
      InstanceId: 'es-cn-simulated01',
      sourceCluster: { endpoint: 'http://10.0.0.5:9200', index, ...CLUSTER },
      sinkCluster: { settings: {}, mapping: { _doc: {} }, index, ...CLUSTER },
    },
  };
  return [`index-${wave}`, migration] as const;
}

function cacheOf(wave: number) {
  const migration = {
    uses: 'cache.online-migration',
    ...(wave === 1 ? {} : { needs: [`cache-${wave - 1}`] }),
    with: {
      name: `sessions-${wave}`,
      ...NETWORK,
      migration_method: 'full_amount_migration',
      source_instance: { addrs: '10.1.1.1:6379', password: '${{ secrets.redis }}' },
      target_instance: { id: `00000000-0000-4000-8000-00000000000${wave}`, password: '${{ secrets.redis }}' },
    },
  };
  return [`cache-${wave}`, migration] as const;
}
