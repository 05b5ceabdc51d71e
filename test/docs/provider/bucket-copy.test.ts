import { describeProvider } from '@waybill/core/contracts';
import { systemClock } from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { provider } from './bucket-copy.ts';
import { BucketService, serveBuckets } from './bucket-service.ts';

const KEY = 'the-key-of-the-buckets';

describeProvider('acme-buckets', {
  provider,
  config: { endpoint: 'https://buckets.example.org', credentials: { key: KEY } },
  secrets: [KEY],
  units: [{ kind: 'bucket-copy', with: { from: 'photos', to: 'photos-2025' } }],
  operations: { ListCopies: {} },
  values: { 'steps.check-source.outputs.read_only': false },
  async open() {
    const service = new BucketService({ key: KEY });
    service.buckets.set('photos', { objects: 3, read_only: false });
    const server = await serveBuckets(service);
    const transport = createUndiciTransport();
    const config = { endpoint: server.url };
    return {
      config: { ...config, credentials: { key: KEY } },
      configWithoutCredentials: config,
      env: {},
      transport,
      clock: systemClock,
      async [Symbol.asyncDispose]() {
        await transport[Symbol.asyncDispose]();
        await server[Symbol.asyncDispose]();
      },
    };
  },
});
