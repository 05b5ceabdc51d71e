// A client that searches an index every 25 ms, one search at a time, until its parent lets it go. A process of its own, so that
// it waits for nothing but its searches. Each asks for ten documents of another shop, so that no cache of a whole answer helps.
import { setTimeout as pause } from 'node:timers/promises';
import { ClusterClient } from '../../../elasticsearch/support/cluster-client.ts';

const INTERVAL_MS = 25;

const [url = '', index = ''] = process.argv.slice(2);
const cluster = new ClusterClient(url);
const tookMs: number[] = [];
process.on('message', () => {
  process.send?.(tookMs);
  process.disconnect();
  process.exit(0);
});
for (let at = 0; ; at += 1) {
  const filter = [{ term: { 'origin.shop': at % 10 } }, { range: { number: { gte: at * 7 } } }];
  const query = { bool: { must: [{ match: { text: 'alpha omicron' } }], filter } };
  const startedMs = performance.now();
  await cluster.must('POST', `/${index}/_search`, { size: 10, query });
  const ms = performance.now() - startedMs;
  tookMs.push(ms);
  await pause(Math.max(0, INTERVAL_MS - ms));
}
