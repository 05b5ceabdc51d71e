// One client doing one kind of work: once to warm up and to see what comes back, then measured. Its arguments: the contestant, the work, the port.
import { createHash } from 'node:crypto';
import { type Contestant, openClient } from './batch-client.ts';
import { doWork, type Work } from './client-work.ts';
import type { ClientUse } from './use-client.ts';

const [contestant, work, port] = process.argv.slice(2) as [Contestant, Work, string];
const client = await openClient(contestant, Number(port));
const hash = createHash('sha1');
await doWork(client, work, (value) => hash.update(String(value), 'latin1'));
const before = process.cpuUsage();
await doWork(client, work, () => {});
const { user, system } = process.cpuUsage(before);
client.close();
const megabytes = process.resourceUsage().maxRSS / 1_024;
const use: ClientUse = { hash: hash.digest('hex'), processorMs: (user + system) / 1_000, megabytes };
process.send?.(use);
process.disconnect?.();
