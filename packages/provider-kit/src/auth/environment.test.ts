import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstSet, inHome } from './environment.ts';

test('the first variable with something in it counts', () => {
  expect(firstSet(['A', 'B', 'C'], { A: '', B: 'b', C: 'c' })).toBe('b');
  expect(firstSet(['A', 'Z'], { A: '' })).toBeUndefined();
});

test('home is where the environment says', () => {
  expect(inHome({ HOME: '/home/me', USERPROFILE: '/other' }, '.cloud', 'key')).toBe(join('/home/me', '.cloud', 'key'));
  expect(inHome({ HOME: '', USERPROFILE: '/users/me' }, 'key')).toBe(join('/users/me', 'key'));
  expect(inHome({}, 'key')).toBeUndefined();
});
