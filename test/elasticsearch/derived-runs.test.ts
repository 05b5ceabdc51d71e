import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CommandLine, expectCode, jsonLines } from '../e2e/support/command-line.ts';
import { canStart } from '../servers/require-servers.ts';
import { LivePair } from './support/live-pair.ts';

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))(
  'an index that was moved between clusters',
  () => {
    let pair: LivePair;

    beforeAll(async () => {
      pair = await LivePair.borrow('derived');
    });

    beforeEach(() => pair.fill());

    it('is compared again at its gate: equal, different once somebody has written to the copy, and equal again', async () => {
      const waybill = new CommandLine({
        plan: pair.planOf('bulk', '{ mode: clients, freeze: true, aliases: [derived-shop] }'),
      });
      expectCode(3, await waybill.run('apply', '--auto-approve'));
      const verify = () => waybill.run('verify', '--json', '--quiet', '--level', 'digest');
      const found = ({ stdout }: { readonly stdout: string }) => jsonLines(stdout).at(-1)?.['verification'];
      expect(found(expectCode(0, await verify()))).toMatchObject({ result: 'equal', units: { equal: 1 } });

      await pair.target.must('POST', `/${pair.copy}/_bulk?refresh`, '{"index":{"_id":"only-here"}}\n{"n":1}\n');
      const different = expectCode(8, await verify());
      expect(found(different)).toMatchObject({ result: 'different', units: { different: 1 } });
      expect(different.stdout).toContain('only-here');

      await pair.target.must('DELETE', `/${pair.copy}/_doc/only-here?refresh`);
      expect(found(expectCode(0, await verify()))).toMatchObject({ result: 'equal' });
      const status = jsonLines((await waybill.run('status', '--json')).stdout)[0];
      expect(status?.['verified']).toMatchObject([{ unit: 'orders', result: 'equal', level: 'digest' }]);
      // It has changed nothing of the plan's own run.
      expect(status?.['gates']).toMatchObject([{ step: 'orders.approve-cutover' }]);
    });

    it('is cut over by one command for each of its gates', async () => {
      const waybill = new CommandLine({
        plan: pair.planOf('bulk', '{ mode: clients, freeze: true, aliases: [derived-shop] }'),
      });
      expectCode(3, await waybill.run('apply', '--auto-approve'));
      expectCode(0, await waybill.run('verify', '--quiet'));
      const cutover = () => waybill.run('cutover', '--target', 'orders', '--auto-approve', '--reason', 'tried');
      const frozen = expectCode(3, await cutover());
      expect(frozen.stderr.replace(/\s+/g, ' ')).toMatch(/equal by digest, \S+ ago; fresh\. Nothing was written/);
      expect(await pair.old.settings(pair.index)).toMatchObject({ blocks: { write: 'true' } });
      expect(await pair.target.aliasesOf(pair.copy)).toEqual([pair.alias]);
      expectCode(0, await cutover());
      expect(await pair.differences()).toEqual([]);
    });

    it('is led back: aliases are taken away, the source is written again, and the copy goes', async () => {
      const waybill = new CommandLine({
        plan: pair.planOf('bulk', '{ mode: clients, freeze: true, aliases: [derived-shop] }'),
      });
      const cutover = () => waybill.run('cutover', '--target', 'orders', '--auto-approve');
      expectCode(3, await waybill.run('apply', '--auto-approve'));
      expectCode(3, await cutover());
      expectCode(0, await cutover());
      expect(await pair.old.settings(pair.index)).toMatchObject({ blocks: { write: 'true' } });

      const back = ['--target', 'orders', '--delete-target', '--auto-approve', '--reason', 'tried'];
      expectCode(0, await waybill.run('rollback', ...back));
      expect((await pair.old.settings(pair.index))['blocks']).toBeUndefined();
      await pair.old.send('PUT', `/${pair.index}/_doc/again?refresh`, { n: 1 });
      expect((await pair.old.send('GET', `/${pair.index}/_doc/again`))['found']).toBe(true);
      expect((await pair.target.send('GET', `/_alias/${pair.alias}`))['http_status']).toBe(404);
      expect((await pair.target.send('GET', `/${pair.copy}`))['http_status']).toBe(404);

      // Started over, the unit copies what is there now.
      expectCode(0, await waybill.run('redo', 'orders', '--reason', 'once more'));
      expectCode(3, await waybill.run('resume', '--auto-approve'));
      expect(await pair.differences()).toEqual([]);
    });
  },
);
