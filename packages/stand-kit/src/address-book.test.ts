import { expect, it } from 'vitest';
import { AddressBook } from './address-book.ts';

it('knows which host an address leads to, from the time of each exchange on', () => {
  const book = new AddressBook();
  book.exchange({ hosts: ['a', 'b'], atMs: 10 });
  const at = (nowMs: number) => ['a', 'b', 'c'].map((host) => book.hostAt(host, nowMs));
  expect(at(9)).toEqual(['a', 'b', 'c']);
  expect(at(10)).toEqual(['b', 'a', 'c']);
  book.exchange({ hosts: ['b', 'c'], atMs: 20 });
  expect(at(20)).toEqual(['b', 'c', 'a']);
  book.exchange({ hosts: ['b', 'c'], atMs: 30 });
  book.exchange({ hosts: ['a', 'b'], atMs: 30 });
  expect(at(30)).toEqual(['a', 'b', 'c']);
  book.clear();
  expect(at(10)).toEqual(['a', 'b', 'c']);
});
