import { expect, test } from 'vitest';
import { stsEndpointOf } from './credential-services.ts';

test.each([
  [{}, 'https://sts.aliyuncs.com'],
  [{ ALIBABA_CLOUD_STS_REGION: 'cn-beijing' }, 'https://sts.cn-beijing.aliyuncs.com'],
  [
    { ALIBABA_CLOUD_STS_REGION: 'cn-beijing', ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: 'TRUE' },
    'https://sts-vpc.cn-beijing.aliyuncs.com',
  ],
  [{ ALIBABA_CLOUD_STS_REGION: 'evil.example/' }, 'https://sts.aliyuncs.com'],
])('STS of %j is at %s', (env, endpoint) => {
  expect(stsEndpointOf(env)).toBe(endpoint);
});
