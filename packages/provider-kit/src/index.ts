export { objectOf, parseJsonObject, textOf, textsOf } from './answer/json-fields.ts';
export { readRetryAfterMs } from './answer/read-retry-after.ts';
export { excerptOf, redactVendorText } from './answer/redact-vendor-text.ts';
export { secretsAmong } from './answer/secrets-among.ts';
export { type IniSection, readIniSections } from './auth/read-ini-sections.ts';
export { refuseEndpoint, secureOrigin } from './endpoint/secure-origin.ts';
