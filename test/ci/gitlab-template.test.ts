import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const TEXT = readFileSync(join(import.meta.dirname, '..', '..', 'ci', 'gitlab', 'waybill.gitlab-ci.yml'), 'utf8');

interface Job {
  readonly script?: readonly string[];
  readonly before_script?: readonly string[];
  readonly resource_group?: string;
  readonly interruptible?: boolean;
}

const jobs = parse(TEXT) as Readonly<Record<string, Job>>;

describe('the GitLab template', () => {
  test.each(['.waybill', 'waybill plan', 'waybill apply'])('%s has scripts that a shell can read', (name) => {
    const { script = [], before_script: before = [] } = jobs[name] ?? {};
    const lines = [...before, ...script];
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      expect(typeof line).toBe('string');
      const { status, stderr } = spawnSync('bash', ['-n', '-c', line], { encoding: 'utf8' });
      expect([line, status, stderr]).toEqual([line, 0, '']);
    }
  });

  test('never runs two applies at once, and never cuts one off for a newer pipeline', () => {
    expect(jobs['waybill apply']).toMatchObject({ resource_group: 'waybill', interruptible: false });
  });

  test.each([
    ["Merge branch 'a' into 'main'\n\nAdd orders\n\nSee merge request acme/migrations!12", '12'],
    ['See merge request acme/x!3\n\nSee merge request acme/migrations!45', '45'],
    ['Fix a typo', ''],
  ])('finds the merge request of %j', (message, expected) => {
    const line = jobs['waybill apply']?.script?.find((part) => part.startsWith('number='));
    const { stdout } = spawnSync('bash', ['-c', `${line}; printf %s "$number"`], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], CI_COMMIT_MESSAGE: message },
    });
    expect(stdout).toBe(expected);
  });
});
