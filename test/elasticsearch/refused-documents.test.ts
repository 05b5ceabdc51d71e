import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CommandLine, expectCode, jsonLines } from '../e2e/support/command-line.ts';
import { type StartedProcess, waitFor } from '../e2e/support/processes.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { planOfMove } from './support/orders.ts';

const COUNT = 4_000;
/** Every fifth document has a text where the copy takes a number. */
const REFUSED = Array.from({ length: COUNT / 5 }, (_, at) => idOf(at * 5)).toSorted();
/** Two slices of ten pages each, at a pace at which the command is killed amid them. */
const SLICES = `      method: bulk
      parts: 2
      batch: 200
      requests_per_second: 1000
      tolerate: 800
`;

function idOf(number: number): string {
  return `d/${String(number).padStart(4, '0')} ü`;
}

describe.skipIf(!canStart('elasticsearch-7.10', 'elasticsearch-7.17'))('documents that a real cluster refuses', () => {
  it('are in the file, each of them once, although the command was killed with SIGKILL amid the copy, twice', async () => {
    const lent = await borrowServers({ old: 'elasticsearch-7.10', new: 'elasticsearch-7.17' });
    const [old, target] = [new ClusterClient(lent.old.url), new ClusterClient(lent.new.url)];
    const move = { old, target, index: 'refused-orders', copy: 'refused-orders-new' };
    await old.must('PUT', `/${move.index}`, { settings: { number_of_replicas: 0 } });
    const documents = Array.from({ length: COUNT }, (_, at) => ({
      id: idOf(at),
      source: JSON.stringify(at % 5 === 0 ? { text: `secret ${at}`, n: 'no number' } : { n: at }),
    }));
    await old.load(move.index, documents);
    await old.must('POST', `/${move.index}/_refresh`);
    const mappings = '        mappings: { dynamic: strict, properties: { n: { type: long } } }\n';
    const plan = planOfMove(move, SLICES).replace(
      `dest: { index: ${move.copy} }\n`,
      `dest:\n        index: ${move.copy}\n${mappings}`,
    );
    const waybill = new CommandLine({ plan });
    const file = join(waybill.folder, '.waybill', 'move.db.refused.jsonl');
    const lines = (): number => readLines(file);
    for (const more of [100, 400]) {
      const before = lines();
      const victim: StartedProcess = waybill.start(before === 0 ? 'apply' : 'resume', '--auto-approve');
      await waitFor(`${more} refused documents`, () => {
        if (!victim.isAlive) throw new Error(`it has ended\n${victim.stdout}\n${victim.stderr}`);
        return lines() >= before + more;
      });
      victim.kill('SIGKILL');
      await victim.ended;
    }
    const last = expectCode(0, await waybill.run('resume', '--auto-approve'));
    expect(last.stdout.replace(/\s+/g, ' ')).toContain('move.db.refused.jsonl, next to the state');
    expect(lines()).toBeGreaterThan(REFUSED.length);

    expectCode(0, await waybill.run('status', '--differences', 'refused.jsonl'));
    const text = readFileSync(join(waybill.folder, 'refused.jsonl'), 'utf8');
    const written = jsonLines(text);
    expect(written.map(({ id }) => id)).toEqual(REFUSED);
    const reasons = new Set(written.map(({ what, index, type }) => JSON.stringify([what, index, type])));
    expect([...reasons].map((reason) => JSON.parse(reason) as unknown)).toEqual([
      ['refused', move.copy, 'strict_dynamic_mapping_exception'],
    ]);
    expect(`${text}${readFileSync(file, 'utf8')}`).not.toContain('secret');
    expect(await target.count(move.copy)).toBe(COUNT - REFUSED.length);
  });
});

function readLines(file: string): number {
  try {
    return readFileSync(file, 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}
