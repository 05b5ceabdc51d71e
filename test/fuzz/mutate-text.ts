import type { Random } from '@waybill/core';

/** Pieces that mean something to YAML, to references or to the plan language: a mutation that is nearly right finds more. */
const PIECES: readonly string[] = [
  // YAML
  ...'\n|  |\t|: |- |#|>|&a |*a|<<: *a|---\n|...\n|? |!!str |!!js |%YAML 1.1\n|{|}|[|]|,|"|\'|\\'.split('|'),
  '|',
  // characters that terminals and editors stumble over
  ...'\u0000 \u2028 \ud800 \ufeff 💥 \r'.split(' '),
  // references
  ...'${{|}}|${{ each.key }}|${{ secrets.nope }}|${{ inputs. }}|${{ migrations.a[b].outputs.c }}|$${{'.split('|'),
  // scalars that change their type
  ...'null true ~ .nan 1e999 0x1F 012 - 99999999999999999999 2024-01-01'.split(' '),
  // the plan language
  ...'version: 2|uses: search.index-migration|needs: [a, "a[*]"]|for_each: {}|__proto__: {}|constructor: 1|with:'.split(
    '|',
  ),
];

/** One to six edits of `text`: bytes changed, runs removed, doubled or moved, and pieces put in. */
export function mutateText(text: string, random: Random): string {
  let mutated = text;
  const edits = 1 + Math.floor(random.fraction() * 6);
  for (let edit = 0; edit < edits; edit += 1) mutated = mutateOnce(mutated, random);
  return mutated;
}

function mutateOnce(text: string, random: Random): string {
  const at = Math.floor(random.fraction() * (text.length + 1));
  const length = Math.floor(random.fraction() ** 3 * 80);
  const piece = PIECES[Math.floor(random.fraction() * PIECES.length)] ?? '';
  switch (Math.floor(random.fraction() * 6)) {
    case 0:
      return text.slice(0, at) + piece + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + text.slice(at, at + length) + text.slice(at);
    case 3:
      return text.slice(0, at) + String.fromCharCode(Math.floor(random.fraction() * 0x3_00)) + text.slice(at + 1);
    case 4:
      return text.slice(0, at) + piece + text.slice(at + length);
    default: {
      const from = Math.floor(random.fraction() * text.length);
      return text.slice(0, at) + text.slice(from, from + length) + text.slice(at);
    }
  }
}
