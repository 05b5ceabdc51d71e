import { WaybillError } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { reportError } from './report-error.ts';
import { FakeIo } from './testing/fake-io.ts';

describe('a run that an error of the operating system ended', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });

  it.each([
    ['itself', full],
    ['below another error', new Error('the journal', { cause: full })],
    ['among several', new AggregateError([new Error('the lease'), full], 'two')],
  ])('is reported as that: %s', (_, cause) => {
    const { stderr, code } = report(broken(cause));
    expect(stderr).toMatch(
      /^error SYSTEM_ERROR: The operating system ended the run: ENOSPC: no space left on device, write$/m,
    );
    expect(stderr).toContain('free disk space');
    expect(stderr).toContain('waybill resume');
    expect(code).toBe(1);
  });

  it('names what lies between as well', () => {
    expect(report(broken(new Error('the journal', { cause: full }))).stderr).toContain('caused by: the journal\n');
  });
});

it('a run that something else broke shows the whole chain of causes, and ends with a chain that goes round', () => {
  const inner = new Error('the pool is closed');
  const outer = new Error('the store failed', { cause: inner });
  inner.cause = outer;
  const { stderr } = report(broken(outer));
  expect(stderr).toMatch(/^error RUN_BROKEN: .*the store failed/);
  expect(stderr).toContain('caused by: the pool is closed\n');
  expect(stderr.match(/caused by/g)).toHaveLength(1);
});

function broken(cause: Error): WaybillError {
  const message = `The run was ended by an unexpected error: Error: ${cause.message}`;
  return new WaybillError('RUN_BROKEN', message, { cause, hint: 'What was recorded is kept.' });
}

function report(error: unknown): { readonly stderr: string; readonly code: number } {
  const io = new FakeIo({ cwd: import.meta.dirname });
  const code = reportError(error, { io, isJson: false, isDebug: false, position: {} as never });
  return { stderr: io.stderr.text, code };
}
