import { existsSync, globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOrders, sendJson } from './copy-example.ts';
import { FOLDER_PREFIX, isAlive } from './left-folders.ts';
import { canStart } from './require-servers.ts';
import { startServers } from './start-servers.ts';

// Of those that start the quickest, where the version does not matter.
describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10', 'elasticsearch-7.17'))(
  'servers of two versions',
  () => {
    it('start at once and copy from one another', async () => {
      expect(await copyOrders()).toMatchObject({ _index: 'orders', _source: { customer: 'Ada' } });
    });

    it('have ports, processes and data of their own, over kill, stop and restart, and leave nothing behind', async () => {
      const servers = await startServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.17' });
      await using _ = servers;
      const { old, new: target } = servers;
      const { url } = target;
      expect([old.version, target.version]).toEqual(['6.7.2', '7.17.28']);
      expect(await sendJson('GET', old.url)).toMatchObject({ version: { number: '6.7.2' } });
      expect(await sendJson('GET', url)).toMatchObject({ version: { number: '7.17.28' } });

      for (const ending of ['kill', 'stop'] as const) {
        const { pid } = target;
        await sendJson('PUT', `${url}/kept/_doc/${ending}?refresh=true`, { ending });
        await target[ending]();
        expect([target.isRunning, isAlive(pid), isAlive(old.pid)]).toEqual([false, false, true]);
        await expect(fetch(url)).rejects.toThrow();
        await target.restart();
        expect([target.url, target.pid === pid]).toEqual([url, false]);
        expect(await sendJson('GET', `${url}/kept/_doc/${ending}`)).toMatchObject({ found: true, _source: { ending } });
      }

      const all = [old, target];
      const folders = all.map(({ logPath }) => dirname(logPath));
      expect(folders.map(existsSync)).toEqual([true, true]);
      await servers[Symbol.asyncDispose]();
      expect(all.map(({ pid }) => isAlive(pid))).toEqual([false, false]);
      expect(folders.map(existsSync)).toEqual([false, false]);
    });

    it('leave nothing behind when one of them does not start, and say why with the end of its log', async () => {
      const broken = { server: 'elasticsearch-6.7', settings: { 'no.such.setting': 'true' } } as const;
      await expect(startServers({ broken, whole: 'elasticsearch-7.17' })).rejects.toThrow(
        /^elasticsearch-6\.7 did not start: its process ended with code 1\nThe last lines of its log:\n[\s\S]*no\.such\.setting/,
      );
      expect(globSync(`${FOLDER_PREFIX}${process.pid}-*`, { cwd: tmpdir() })).toEqual([]);
    });
  },
);
