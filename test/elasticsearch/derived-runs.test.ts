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
      expect(frozen.stderr.replace(/\s+/g, ' ')).toMatch(/equal by digest, \S+ ago; fresh\. Nothing has been written/);
      expect(await pair.old.settings(pair.index)).toMatchObject({ blocks: { write: 'true' } });
      expect(await pair.target.aliasesOf(pair.copy)).toEqual([pair.alias]);
      expectCode(0, await cutover());
      expect(await pair.differences()).toEqual([]);
    });

    it.each(['bulk', 'remote'])(
      'is led back with all that clients wrote to the copy since, when it was copied by %s',
      async (method) => {
        const waybill = new CommandLine({
          plan: pair.planOf(method, '{ mode: clients, freeze: true, aliases: [derived-shop] }'),
        });
        // Versions at the source are higher than those that the copy gets.
        for (const n of [1, 2, 3]) await pair.old.must('PUT', `/${pair.index}/_doc/plain-7`, { n });
        const cutover = () => waybill.run('cutover', '--target', 'orders', '--auto-approve');
        expectCode(3, await waybill.run('apply', '--auto-approve'));
        expectCode(3, await cutover());
        expectCode(0, await cutover());

        const changed = '{"name":"since \\u00e9 1.10","extra":{"n":1.10,"m":12345678901234567890}}';
        const lines = [
          ...['new', 'a/b + c%d#e', 'plain-7', 'plain-8'].map((id) => [{ index: { _id: id } }, changed]),
          [{ index: { _id: 'routed', routing: 'somewhere/else' } }, changed],
          [{ index: { _id: 'also routed', routing: 'elsewhere' } }, changed],
          ...['whole', 'plain-9', 'plain-10'].map((id) => [{ delete: { _id: id } }]),
        ].flat();
        const text = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
        const { errors } = await pair.target.must('POST', `/${pair.copy}/_bulk?refresh`, text);
        expect(errors).toBe(false);
        const before = await pair.differences();
        expect(before.length).toBeGreaterThan(5);

        const back = ['--target', 'orders', '--auto-approve', '--reason', 'tried'];
        const { stdout } = expectCode(0, await waybill.run('rollback', ...back, '--copy-back', '--json'));
        expect(stdout).toContain('9 writes to derived-new since the cut-over, deletions included: copied back');
        expect(await pair.differences()).toEqual([]);
        expect(await pair.old.count(pair.index)).toBe(await pair.target.count(pair.copy));
        expect((await pair.old.settings(pair.index))['blocks']).toBeUndefined();
        expect(await pair.target.settings(pair.copy)).toMatchObject({ blocks: { write: 'true' } });
        expect((await pair.target.send('GET', `/_alias/${pair.alias}`))['http_status']).toBe(404);
        await pair.old.send('PUT', `/${pair.index}/_doc/again?refresh`, { n: 1 });
        expect((await pair.old.send('GET', `/${pair.index}/_doc/again`))['found']).toBe(true);
      },
    );

    it('is not led back with them where somebody wrote to the source as well', async () => {
      const waybill = new CommandLine({ plan: pair.planOf('bulk', '{ mode: clients, freeze: false }') });
      expectCode(3, await waybill.run('apply', '--auto-approve'));
      expectCode(3, await waybill.run('cutover', '--target', 'orders', '--auto-approve'));
      await pair.target.must('POST', `/${pair.copy}/_bulk?refresh`, '{"index":{"_id":"only-there"}}\n{"n":1}\n');
      await pair.old.send('PUT', `/${pair.index}/_doc/only-here?refresh`, { n: 1 });
      const back = ['--target', 'orders', '--auto-approve', '--reason', 'tried'];
      const refused = expectCode(5, await waybill.run('rollback', ...back, '--copy-back'));
      expect(refused.stdout.replace(/\s+/g, ' ')).toContain(
        'The source derived has been written to since the cut-over',
      );
      expect((await pair.old.send('GET', `/${pair.index}/_doc/only-there`))['found']).toBe(false);
      // What was not copied is counted all the same.
      const without = expectCode(0, await waybill.run('rollback', ...back, '--delete-target', '--json'));
      expect(without.stdout).toContain('1 write to derived-new since the cut-over, deletions included: missing');
    });

    it.each(['one of its aliases', 'the copy'])('is led back also where %s is gone', async (what) => {
      const waybill = new CommandLine({
        plan: pair.planOf('bulk', '{ mode: clients, freeze: true, aliases: [derived-shop, derived-other] }'),
      });
      const cutover = () => waybill.run('cutover', '--target', 'orders', '--auto-approve');
      expectCode(3, await waybill.run('apply', '--auto-approve'));
      expectCode(3, await cutover());
      expectCode(0, await cutover());
      if (what === 'the copy') await pair.target.must('DELETE', `/${pair.copy}`);
      else await pair.target.must('DELETE', `/${pair.copy}/_alias/derived-other`);

      const back = ['--target', 'orders', '--delete-target', '--auto-approve', '--reason', 'tried', '--json'];
      const kept = back.filter((word) => word !== '--delete-target');
      const { stdout } = expectCode(0, await waybill.run('rollback', ...kept));
      expect(stdout).toContain('There is no alias derived-other any more');
      expectCode(0, await waybill.run('rollback', ...back));
      expect((await pair.old.settings(pair.index))['blocks']).toBeUndefined();
      expect((await pair.target.send('GET', '/_alias/derived-shop'))['http_status']).toBe(404);
      expect((await pair.target.send('GET', `/${pair.copy}`))['http_status']).toBe(404);
    });

    it('is not led back, nor its copy deleted, where the source is gone', async () => {
      const waybill = new CommandLine({ plan: pair.planOf('bulk', '{ mode: clients, freeze: true }') });
      const cutover = () => waybill.run('cutover', '--target', 'orders', '--auto-approve');
      expectCode(3, await waybill.run('apply', '--auto-approve'));
      expectCode(3, await cutover());
      await pair.old.must('DELETE', `/${pair.index}`);
      const back = ['--target', 'orders', '--delete-target', '--auto-approve', '--reason', 'tried'];
      const refused = expectCode(5, await waybill.run('rollback', ...back));
      expect(refused.stdout.replace(/\s+/g, ' ')).toContain('there is nothing to switch clients back to');
      expect((await pair.target.send('GET', `/${pair.copy}`))['http_status']).toBe(200);
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
