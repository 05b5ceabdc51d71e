export { objectOf, parseJsonObject, textOf, textsOf } from './json-fields.ts';
export { type IniSection, readIniSections } from './read-ini-sections.ts';
export { readRetryAfterMs } from './read-retry-after.ts';
export { refuseEndpoint, secureOrigin } from './secure-origin.ts';
