import { describe, expect, it } from 'vitest';
import type { TestProject } from 'vitest/node';
import { type BorrowedServer, borrowServers } from './borrow-servers.ts';
import { canStart } from './require-servers.ts';
import { shareServers } from './share-servers.ts';

/** The setup of a run of its own: where its test files ask, and its end. */
async function beginRun(): Promise<AsyncDisposable & { ask(spec: string): Promise<Response> }> {
  let address = '';
  const provide = (_name: string, value: string): void => {
    address = value;
  };
  const end = await shareServers({ provide } as unknown as TestProject);
  return {
    ask: (spec) => fetch(address, { method: 'POST', body: spec }),
    [Symbol.asyncDispose]: end,
  };
}

describe.skipIf(!canStart('elasticsearch-7.17'))('a server that the files of a run share', () => {
  it('is started for the first that asks, is the same for all, and ends with the run', async () => {
    const spec = JSON.stringify('elasticsearch-7.17');
    let url = '';
    {
      await using run = await beginRun();
      const answers = await Promise.all([run.ask(spec), run.ask(spec)]);
      const [first, second] = await Promise.all(answers.map((answer) => answer.json() as Promise<BorrowedServer>));
      expect(first).toEqual({ url: expect.stringMatching(/^http:/), version: '7.17.28' });
      expect(second).toEqual(first);
      url = first?.url ?? '';
      expect((await fetch(url)).status).toBe(200);
    }
    await expect(fetch(url)).rejects.toThrow();
  });
});

it('why a server could not be started reaches whoever asked for it', async () => {
  await using run = await beginRun();
  const answer = await run.ask('no JSON');
  expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('is not valid JSON')]);
  await expect(borrowServers({ it: 'elasticsearch-5' as never })).rejects.toThrow('there is no server elasticsearch-5');
});
