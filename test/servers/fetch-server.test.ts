import { appendFileSync, cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { createFolder, type StartedProcess, waitFor } from '../e2e/support/processes.ts';
import { installedFolder, isFetched, RECIPES } from './cache.ts';
import { fetchServer } from './fetch-server.ts';
import { requireJdk } from './missing-tools.ts';
import { FakeTools } from './support/fake-tools.ts';
import { runCommand } from './support/run-command.ts';

const NAME = 'elasticsearch-6.7';
let tools: FakeTools;

beforeEach(() => {
  tools = new FakeTools(createFolder());
});

function fetchIt(): Promise<string> {
  const { env } = tools;
  return fetchServer(NAME, { jdk: requireJdk(NAME, { env }), env, report: () => {} });
}

/** In a process of its own. */
function startFetching(): StartedProcess {
  return runCommand(['fetch', NAME], tools.env);
}

/** Which cannot go before its programs have ended. */
function hold(): void {
  tools.hold();
  onTestFinished(() => tools.release());
}

/** All but locks and what SQLite has beside them. */
function cached(): readonly string[] {
  return readdirSync(tools.cache).filter((name) => !/^fetch-.*\.lock/.test(name));
}

it('fetches a server once, and whole', async () => {
  const folder = await fetchIt();
  expect(folder).toBe(installedFolder(NAME, tools.env));
  expect(readdirSync(folder).toSorted()).toEqual(['classes', 'lib', 'pom.xml']);
  expect(readdirSync(join(folder, 'classes')).toSorted()).toEqual(['Main.class', 'log4j2.properties']);
  expect(await fetchIt()).toBe(folder);
  expect(tools.calls).toHaveLength(1);
});

it('reports what Maven says when it fails, and tries again the next time', async () => {
  tools.fail('[ERROR] Could not resolve dependencies: Unknown host');
  await expect(fetchIt()).rejects.toThrow(/mvn ended with 1:\n\[ERROR\] Could not resolve dependencies: Unknown host/);
  expect(cached()).toEqual([]);
  tools.succeed();
  await fetchIt();
  expect(isFetched(NAME, tools.env)).toBe(true);
});

it('lets one of several processes fetch, and the others have what it fetched', async () => {
  hold();
  const processes = [startFetching(), startFetching(), startFetching()];
  await waitFor('a call of Maven', () => tools.calls.length > 0);
  tools.release();
  const ends = await Promise.all(processes.map(({ ended }) => ended));
  expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual(ends.map(() => [0, '']));
  expect(tools.calls).toHaveLength(1);
  expect(cached()).toHaveLength(1);
});

it('fetches different servers beside each other', async () => {
  hold();
  const names = ['elasticsearch-7.17', 'elasticsearch-7.10', NAME];
  const processes = names.map((name) => runCommand(['fetch', name], tools.env));
  await waitFor('a call of Maven for each', () => tools.calls.length === names.length);
  tools.release();
  const ends = await Promise.all(processes.map(({ ended }) => ended));
  expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual(ends.map(() => [0, '']));
  expect(cached()).toHaveLength(names.length);
});

it('neither uses nor keeps the half of a fetch that was killed', async () => {
  hold();
  const killed = startFetching();
  await waitFor('a call of Maven', () => tools.calls.length > 0);
  killed.kill('SIGKILL');
  await killed.ended;
  expect([isFetched(NAME, tools.env), cached()]).toEqual([false, [expect.stringMatching(/^\.fetching-/)]]);
  tools.release();
  const folder = await fetchIt();
  expect(tools.calls).toHaveLength(2);
  expect(cached().map((name) => join(tools.cache, name))).toEqual([folder]);
});

it('fetches anew after a change of what it is made from, and only then', () => {
  const recipes = join(createFolder(), 'recipes');
  for (const name of ['poms', 'java', 'modules']) cpSync(join(RECIPES, name), join(recipes, name), { recursive: true });
  const before = installedFolder(NAME, tools.env, recipes);
  expect(before).toBe(installedFolder(NAME, tools.env));
  appendFileSync(join(recipes, 'poms', 'elasticsearch-7.10.xml'), '\n');
  expect(installedFolder(NAME, tools.env, recipes)).toBe(before);
  appendFileSync(join(recipes, 'poms', `${NAME}.xml`), '\n');
  const after = installedFolder(NAME, tools.env, recipes);
  expect(after).not.toBe(before);
  appendFileSync(join(recipes, 'java', 'NodeProcess.java'), '\n');
  expect(installedFolder(NAME, tools.env, recipes)).not.toBe(after);
});
