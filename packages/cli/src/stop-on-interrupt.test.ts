import { expect, test } from 'vitest';
import type { InterruptName } from './cli-io.ts';
import { stopOnInterrupt } from './stop-on-interrupt.ts';
import { FakeIo } from './testing/fake-io.ts';

function started() {
  const io = new FakeIo();
  let send: (name: InterruptName) => void = () => {};
  let firsts = 0;
  const signals = {
    onInterrupt: (handler: typeof send) => {
      send = handler;
      return () => {};
    },
  };
  const outputs = { stdout: io.stdout, stderr: io.stderr, signals, exitNow: (code: number) => io.exitNow(code) };
  const stop = stopOnInterrupt(
    outputs,
    () => {
      firsts += 1;
    },
    () => '3 remote tasks keep running.',
  );
  return { io, stop, send: (name: InterruptName) => send(name), firsts: () => firsts };
}

test('the first interrupt stops in order, the second one says what keeps running and ends at once', () => {
  const { io, stop, send, firsts } = started();
  send('SIGHUP');
  expect([stop.signal.aborted, firsts(), io.exits, io.stderr.text]).toEqual([true, 1, [], '']);
  send('SIGINT');
  expect([firsts(), io.exits, io.stderr.text]).toEqual([1, [130], '3 remote tasks keep running.\n']);
});

test('an output that is lost stops in order and never ends at once', () => {
  const { io, stop, send } = started();
  send('output-lost');
  expect(stop.signal.aborted).toBe(true);
  send('output-lost');
  expect(io.exits).toEqual([]);
});
