import {
  defined,
  type KeyPlane,
  NO_ACTIVITY,
  type OpenStand,
  type SandboxStand,
  type StandService,
} from '@waybill/stand-kit';
import { huaweicloudIntervals } from './active-tasks.ts';
import { DEMO_HUAWEICLOUD_CREDENTIALS, type HuaweicloudCredentials } from './credentials.ts';
import { DEFAULT_HUAWEICLOUD_DURATIONS, type HuaweicloudDurations } from './durations.ts';
import { HuaweicloudGateway } from './gateway.ts';
import { operationSchemas } from './generated/operations.generated.ts';
import { HuaweicloudState } from './huaweicloud-state.ts';
import type { HuaweicloudWorld } from './huaweicloud-world.ts';
import { createIamGateway, type IamService, iamOperations } from './iam.ts';
import { huaweicloudOperations } from './operations.ts';
import { type HuaweicloudReport, reportHuaweicloudState } from './report-state.ts';
import type { HuaweicloudService } from './service.ts';
import { DEFAULT_HUAWEICLOUD_SETTINGS, type HuaweicloudSettings } from './settings.ts';
import { HUAWEICLOUD_SETTINGS_SCHEMA } from './settings-schema.ts';
import { suitPlan } from './suit-plan.ts';
import { TokenStore } from './token-store.ts';

interface HuaweicloudTypes {
  readonly name: 'huaweicloud';
  readonly service: 'huaweicloud' | 'huaweicloud-iam';
  readonly credentials: HuaweicloudCredentials;
  readonly settings: HuaweicloudSettings;
  readonly settingsPatch: Partial<HuaweicloudSettings>;
  readonly durations: HuaweicloudDurations;
  readonly report: HuaweicloudReport;
  readonly data: KeyPlane;
}

/** Huawei Cloud DCS, migration tasks of one project, and the identity service that gives out its tokens. */
export const huaweicloudDcs: SandboxStand<HuaweicloudTypes> = {
  name: 'huaweicloud',
  serviceNames: ['huaweicloud', 'huaweicloud-iam'],
  credentials: DEMO_HUAWEICLOUD_CREDENTIALS,
  settings: DEFAULT_HUAWEICLOUD_SETTINGS,
  settingsSchema: HUAWEICLOUD_SETTINGS_SCHEMA,
  durations: DEFAULT_HUAWEICLOUD_DURATIONS,
  throttleStyle: 429,
  dataKind: 'keys',
  mergeSettings: (base, patch) => ({ ...base, ...patch }),
  describeCredentials: ({ accessKey, secretKey, projectId, username, password, domainName }) => ({
    access_key: accessKey,
    secret_key: secretKey,
    project_id: projectId,
    username,
    password,
    domain_name: domainName,
  }),
  env: ({ accessKey, secretKey, projectId, securityToken }) => ({
    HUAWEICLOUD_SDK_AK: accessKey,
    HUAWEICLOUD_SDK_SK: secretKey,
    HUAWEICLOUD_SDK_PROJECT_ID: projectId,
    ...defined({ HUAWEICLOUD_SDK_SECURITY_TOKEN: securityToken ?? undefined }),
  }),
  suit: suitPlan,
  listTasks: ({ tasks }) => tasks.map(({ name, status, isDeleted }) => ({ name, status, isDeleted })),
  open: openHuaweicloud,
};

function openHuaweicloud(world: HuaweicloudWorld, credentials: HuaweicloudCredentials): OpenStand<HuaweicloudTypes> {
  const state = new HuaweicloudState(world);
  const tokens = new TokenStore();
  const gateway = new HuaweicloudGateway(world, credentials, tokens);
  return {
    services: [dcsService({ world, state }, gateway), iamService({ world, credentials, tokens }, gateway)],
    report: () => reportHuaweicloudState(state, world),
    reset: () => {
      state.reset();
      tokens.clear();
      gateway.reset();
    },
  };
}

function dcsService(service: HuaweicloudService, gateway: HuaweicloudGateway): StandService {
  return {
    name: 'huaweicloud',
    pathPrefix: '/v2/',
    gateway,
    operations: huaweicloudOperations(service),
    schemas: operationSchemas,
    activity: () => {
      const { releaseIdleAfterMs } = service.world.settings();
      const { ofProject, ofTargets } = huaweicloudIntervals(service.state, releaseIdleAfterMs);
      return { tasks: ofProject, onTargets: ofTargets };
    },
  };
}

function iamService(service: IamService, gateway: HuaweicloudGateway): StandService {
  return {
    name: 'huaweicloud-iam',
    pathPrefix: '/v3/',
    gateway: createIamGateway(service.world, gateway),
    operations: iamOperations(service),
    schemas: {},
    activity: () => NO_ACTIVITY,
  };
}
