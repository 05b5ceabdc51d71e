import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildZip, type ZipEntry } from './support/build-zip.ts';

const file = pathToFileURL(join(import.meta.dirname, '..', '..', 'templates', 'ci', 'github', 'take-file.mjs')).href;
const { takeFile } = (await import(file)) as {
  takeFile: (zip: Buffer, name: string, maxBytes: number) => Buffer;
};

/** Written by another program as a stream, as artifacts are: the sizes are behind the content and in the directory. */
const STREAMED =
  'UEsDBBQACAAIAAAAIVwAAAAAAAAAAAAAAAARAAAAc2hvcC5wcmV2aWV3Lmpzb26rVsrOzEtRslIqKEoty0wtV6oFAFBLBwhMbsdYFAAAABIAAABQSwECFAMUAAgACAAAACFcTG7HWBQAAAASAAAAEQAAAAAAAAAAAAAAgAEAAAAAc2hvcC5wcmV2aWV3Lmpzb25QSwUGAAAAAAEAAQA/AAAAUwAAAAAA';

function take(entries: readonly ZipEntry[], maxBytes = 1_000): string {
  return takeFile(buildZip(entries), 'shop.db', maxBytes).toString();
}

describe('the one file of an archive', () => {
  test('is taken', () => {
    expect(take([{ name: 'shop.db', content: 'state' }])).toBe('state');
    expect(take([{ name: 'shop.db', content: '' }])).toBe('');
    expect(takeFile(Buffer.from(STREAMED, 'base64'), 'shop.preview.json', 100).toString()).toBe('{"kind":"preview"}');
  });

  test.each<[string, readonly ZipEntry[], string]>([
    ['another name', [{ name: 'other.db', content: '' }], 'and not shop.db'],
    ['a path up', [{ name: '../shop.db', content: '' }], 'and not shop.db'],
    ['a folder', [{ name: 'a/shop.db', content: '' }], 'and not shop.db'],
    ['a name in other letters', [{ name: 'SHOP.DB', content: '' }], 'and not shop.db'],
    ['a link', [{ name: 'shop.db', content: '/etc/passwd', mode: 0o120777 }], 'no regular file'],
    ['a device', [{ name: 'shop.db', content: '', mode: 0o020644 }], 'no regular file'],
    [
      'the name twice',
      [
        { name: 'shop.db', content: 'a' },
        { name: 'shop.db', content: 'b' },
      ],
      'holds 2 files',
    ],
    ['nothing', [], 'holds 0 files'],
    ['too much', [{ name: 'shop.db', content: 'x'.repeat(1_001) }], 'larger than 1000 bytes'],
    [
      'too much, and says that it is little',
      [{ name: 'shop.db', content: 'x'.repeat(9_999), claimedSizeBytes: 5 }],
      'cannot be unpacked',
    ],
    ['less than it says', [{ name: 'shop.db', content: 'x', claimedSizeBytes: 5 }], 'not the size that it says'],
  ])('is refused with %s', (_what, entries, message) => {
    expect(() => take(entries)).toThrow(message);
  });

  test('is taken whole or not at all, whatever becomes of the archive', () => {
    const content = deflateRawSync(Buffer.from('noise'.repeat(40)));
    const zip = buildZip([{ name: 'shop.db', content }]);
    fc.assert(
      fc.property(fc.nat(zip.length - 1), fc.integer({ min: 0, max: 255 }), fc.boolean(), (at, byte, isCut) => {
        const changed = isCut ? zip.subarray(0, at) : Buffer.from(zip);
        if (!isCut) changed[at] = byte;
        try {
          // A checksum is no protection against people: what is promised is the name, the kind and the size.
          expect(takeFile(changed, 'shop.db', 1_000)).toHaveLength(content.length);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect((error as Error).message).toMatch(/^(it|its) /);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
