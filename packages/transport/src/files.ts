export { findAuthoritiesFlaw, readAuthorities } from './read-authorities.ts';
export { FileRefusedError, readRegularFile } from './read-regular-file.ts';
export { type ReadTextFile, readTextFile } from './read-text-file.ts';
