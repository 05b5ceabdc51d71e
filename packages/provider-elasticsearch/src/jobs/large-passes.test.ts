import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { takeTurn } from './large-passes.ts';

interface Passes {
  readonly begun: string[];
  readonly begin: (name: string, signal?: AbortSignal) => Promise<string>;
  readonly end: (name: string, error?: Error) => void;
}

function passes(): Passes {
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  return {
    begun,
    begin: (name, signal = new AbortController().signal) =>
      takeTurn(signal, () => {
        begun.push(name);
        return new Promise((resolve, reject) => {
          ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)));
        });
      }),
    end: (name, error) => ends.get(name)?.(error),
  };
}

test('two passes are at work at once, and each that ends or fails lets another one begin', async () => {
  const { begun, begin, end } = passes();
  const [first, second, third, fourth] = ['1', '2', '3', '4'].map((name) => begin(name));
  await setImmediate();
  expect(begun).toEqual(['1', '2']);
  end('1', new Error('lost'));
  await expect(first).rejects.toThrow('lost');
  await setImmediate();
  expect(begun).toEqual(['1', '2', '3']);
  end('2');
  await expect(second).resolves.toBe('2');
  await setImmediate();
  expect(begun).toEqual(['1', '2', '3', '4']);
  end('3');
  end('4');
  await Promise.all([third, fourth]);
});

test('one that is stopped while it waits never begins, and keeps no other one from its turn', async () => {
  const { begun, begin, end } = passes();
  const stopping = new AbortController();
  const [first, second] = [begin('1'), begin('2')];
  const stopped = begin('stopped', stopping.signal);
  const [fourth, fifth] = [begin('4'), begin('5')];
  await setImmediate();
  stopping.abort(new Error('stop'));
  await expect(stopped).rejects.toThrow('stop');
  await setImmediate();
  expect(begun).toEqual(['1', '2']);
  end('1');
  end('2');
  await Promise.all([first, second]);
  await setImmediate();
  expect(begun.toSorted()).toEqual(['1', '2', '4', '5']);
  end('4');
  end('5');
  await Promise.all([fourth, fifth]);
});
