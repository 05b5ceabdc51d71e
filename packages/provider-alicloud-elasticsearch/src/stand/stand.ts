import { defined, type SandboxStand } from '@waybill/stand-kit';
import { alicloudIntervals } from './active-tasks.ts';
import { AlicloudState } from './alicloud-state.ts';
import { type AlicloudCredentials, DEMO_ALICLOUD_CREDENTIALS } from './credentials.ts';
import { type AlicloudDurations, DEFAULT_ALICLOUD_DURATIONS } from './durations.ts';
import { AlicloudGateway } from './gateway.ts';
import { operationSchemas } from './generated/operations.generated.ts';
import { alicloudOperations } from './operations.ts';
import { type AlicloudReport, reportAlicloudState } from './report-state.ts';
import {
  type AlicloudSettings,
  type AlicloudSettingsPatch,
  DEFAULT_ALICLOUD_SETTINGS,
  mergeAlicloudSettings,
} from './settings.ts';
import { ALICLOUD_SETTINGS_SCHEMA } from './settings-schema.ts';

interface AlicloudTypes {
  readonly name: 'alicloud';
  readonly service: 'alicloud';
  readonly credentials: AlicloudCredentials;
  readonly settings: AlicloudSettings;
  readonly settingsPatch: AlicloudSettingsPatch;
  readonly durations: AlicloudDurations;
  readonly report: AlicloudReport;
}

/** Alibaba Cloud Elasticsearch: data tasks into the instances of one account. */
export const alicloudElasticsearch: SandboxStand<AlicloudTypes> = {
  name: 'alicloud',
  serviceNames: ['alicloud'],
  credentials: DEMO_ALICLOUD_CREDENTIALS,
  settings: DEFAULT_ALICLOUD_SETTINGS,
  settingsSchema: ALICLOUD_SETTINGS_SCHEMA,
  durations: DEFAULT_ALICLOUD_DURATIONS,
  // Documented; 429 is common practice.
  throttleStyle: 400,
  mergeSettings: mergeAlicloudSettings,
  describeCredentials: ({ accessKeyId, accessKeySecret }) => ({
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
  }),
  env: ({ accessKeyId, accessKeySecret, securityToken }) => ({
    ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    ...defined({ ALIBABA_CLOUD_SECURITY_TOKEN: securityToken ?? undefined }),
  }),
  listTasks: ({ tasks }) =>
    tasks.map(({ instanceId, sinkIndex, status, isDeleted }) => ({
      name: `${instanceId}/${sinkIndex}`,
      status,
      isDeleted,
    })),
  open: (world, credentials) => {
    const state = new AlicloudState(world);
    const gateway = new AlicloudGateway(world, credentials);
    return {
      services: [
        {
          name: 'alicloud',
          pathPrefix: '/openapi/',
          gateway,
          operations: alicloudOperations({ world, state }),
          schemas: operationSchemas,
          activity: () => {
            const intervals = alicloudIntervals(state);
            return { tasks: intervals, onTargets: intervals };
          },
        },
      ],
      report: () => reportAlicloudState(state, world),
      reset: () => {
        state.reset();
        gateway.reset();
      },
    };
  },
};
