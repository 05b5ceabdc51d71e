import { CredentialsError } from '@waybill/core';
import { expect, test } from 'vitest';
import { readCredentialsFile } from './read-credentials-file.ts';

test('gives the text, and nothing where there is no file', async () => {
  const files: Readonly<Record<string, string>> = { '/a': 'text' };
  const readTextFile = async (path: string): Promise<string | undefined> => files[path];
  expect(await readCredentialsFile('/a', { alias: 'shop', readTextFile })).toBe('text');
  expect(await readCredentialsFile('/b', { alias: 'shop', readTextFile })).toBeUndefined();
});

test('names the file that cannot be read, and passes over none', async () => {
  const readTextFile = async (): Promise<string> => Promise.reject(new Error('EACCES: permission denied'));
  const failed = readCredentialsFile('/a', { alias: 'shop', readTextFile });
  await expect(failed).rejects.toBeInstanceOf(CredentialsError);
  await expect(failed).rejects.toMatchObject({
    message: 'Provider shop: the credentials file /a cannot be read: EACCES: permission denied',
    hint: expect.stringContaining('Let this user read the file'),
  });
});
