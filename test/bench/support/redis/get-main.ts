// Gets one key after another until its parent stops it, and says what each took, in milliseconds. Its argument: the port.
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';

const EVERY_MS = 2;

const client = new Redis(Number(process.argv[2]), '127.0.0.1');
const tookMs: number[] = [];
let isOver = false;
process.once('message', () => {
  isOver = true;
});
await client.ping();
process.send?.('ready');
for (let at = 0; !isOver; at += 1) {
  const startedMs = performance.now();
  await client.get(`key:${at}`);
  tookMs.push(performance.now() - startedMs);
  await pause(EVERY_MS);
}
process.send?.(tookMs);
client.disconnect();
