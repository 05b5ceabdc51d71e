import { expect, test } from 'vitest';
import { buildProgram } from './program.ts';
import { acceptTerraformSpelling } from './terraform-spelling.ts';
import { FakeIo } from './testing/fake-io.ts';

const program = buildProgram(new FakeIo(), () => {});

test.each([
  [
    ['plan', 'shop.yaml', '-out', 'p.json'],
    ['plan', 'shop.yaml', '--out', 'p.json'],
  ],
  [
    ['plan', 'shop.yaml', '-out=p.json', '-target=orders[*]'],
    ['plan', 'shop.yaml', '--out=p.json', '--target=orders[*]'],
  ],
  [
    ['apply', 'shop.yaml', '-auto-approve', '-var', 'a=b'],
    ['apply', 'shop.yaml', '--auto-approve', '--var', 'a=b'],
  ],
  [
    ['plan', 'shop.yaml', '-detailed-exitcode', '-json'],
    ['plan', 'shop.yaml', '--detailed-exitcode', '--json'],
  ],
  [['-h'], ['-h']],
  [['-V'], ['-V']],
  [
    ['plan', '-nosuch', 'shop.yaml'],
    ['plan', '-nosuch', 'shop.yaml'],
  ],
  [
    ['plan', '--', '-out'],
    ['plan', '--', '-out'],
  ],
])('%j is read as %j', (given, read) => {
  expect(acceptTerraformSpelling(program, given)).toEqual(read);
});
