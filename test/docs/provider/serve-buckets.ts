import { BucketService, serveBuckets } from './bucket-service.ts';

// The service of the page, for trying it by hand: two buckets with objects, and two empty ones to copy them to.
const service = new BucketService({ key: process.env['BUCKET_KEY'] ?? '' });
for (const name of ['photos', 'films']) {
  service.buckets.set(name, { objects: 3, read_only: false });
  service.buckets.set(`${name}-2025`, { objects: 0, read_only: false });
}
const { url } = await serveBuckets(service);
console.log(url);
