import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { findWorkflowErrors } from './support/find-workflow-errors.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const WORKFLOWS = globSync('.github/workflows/*.yml', { cwd: ROOT });

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

it.each(WORKFLOWS)('GitHub’s own parser reads %s', async (path) => {
  expect(await findWorkflowErrors(read(path))).toEqual([]);
});

it('every action of the project’s own pipeline is pinned to a commit, and nothing may write', () => {
  for (const path of WORKFLOWS) {
    const uses = [...read(path).matchAll(/uses: (\S+)/g)].map(([, name = '']) => name);
    expect(uses.length).toBeGreaterThan(0);
    for (const name of uses) expect(name).toMatch(/@[0-9a-f]{40}$/);
    expect(parse(read(path)).permissions).toEqual({ contents: 'read' });
  }
});

it('runs .ci/run, and the benches in a job of their own', () => {
  const { jobs } = parse(read('.github/workflows/ci.yml'));
  const runs = (job: { readonly steps: readonly { readonly run?: string }[] }) =>
    job.steps.map(({ run = '' }) => run).join('\n');
  expect(runs(jobs.test)).toContain('.ci/run');
  expect(runs(jobs.benches)).toContain('npm run -s bench');
  expect(runs(jobs.test)).not.toContain('bench');
});

it.each(globSync('.github/ISSUE_TEMPLATE/{bug,feature}.yml', { cwd: ROOT }))('%s is a form', (path) => {
  const form = parse(read(path)) as {
    readonly name: string;
    readonly description: string;
    readonly body: readonly Field[];
  };
  expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
  const fields = form.body.filter(({ type }) => type !== 'markdown');
  for (const { id, type, attributes } of fields) {
    expect(type).toMatch(/^(?:textarea|input|dropdown|checkboxes)$/);
    expect(attributes.label).not.toBe('');
    expect(fields.filter((other) => other.id === id)).toHaveLength(1);
  }
  expect(fields.some(({ validations }) => validations?.required === true)).toBe(true);
});

interface Field {
  readonly type: string;
  readonly id?: string;
  readonly attributes: { readonly label?: string };
  readonly validations?: { readonly required?: boolean };
}
