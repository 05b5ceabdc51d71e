import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something that was written: what a command printed, or the bytes of a file. */
export interface Written {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Names of secrets and where they were found, such as `ES_PASSWORD (base64) in status stdout`. */
export function findSecrets(secrets: Readonly<Record<string, string>>, written: readonly Written[]): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    Object.entries(formsOf(secret)).flatMap(([form, text]) =>
      written.filter(({ bytes }) => bytes.includes(text)).map((place) => `${name} (${form}) in ${place.name}`),
    ),
  );
}

/** Every file below a folder, as it is on disk. */
export function readAllFiles(folder: string): readonly Written[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: path, bytes: readFileSync(path) }));
}

/** How a value can travel. Base64 shows three faces, by where in the encoded text the value begins. */
export function formsOf(secret: string): Readonly<Record<string, string>> {
  const json = JSON.stringify(secret).slice(1, -1);
  return {
    plain: secret,
    json,
    'json in json': JSON.stringify(json).slice(1, -1),
    url: encodeURIComponent(secret),
    'url lower case': encodeURIComponent(secret).replace(/%../g, (byte) => byte.toLowerCase()),
    base64: base64Core(secret, 0),
    'base64 from 1': base64Core(secret, 1),
    'base64 from 2': base64Core(secret, 2),
    hex: Buffer.from(secret).toString('hex'),
  };
}

/** The characters of the encoded text that depend on the value alone, whatever stands around it. */
function base64Core(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const first = offset === 0 ? 0 : offset + 1;
  const whole = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(first, whole);
}
