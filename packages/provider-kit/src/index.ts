export { classifyStatus } from './answer/classify-status.ts';
export { type Fields, fieldsOf, type Part, rowsOf } from './answer/fields.ts';
export { objectOf, parseJson, parseJsonObject, textOf, textsOf, timeMsOf } from './answer/json-fields.ts';
export {
  type Answer,
  type AnsweredCall,
  type AnswerRules,
  type Classification,
  describeUnusable,
  isSuccess,
  type Refusal,
  readAnswer,
  UNREADABLE_ANSWER,
} from './answer/read-answer.ts';
export { readRetryAfterMs } from './answer/read-retry-after.ts';
export { excerptOf, redactVendorText } from './answer/redact-vendor-text.ts';
export { secretsAmong } from './answer/secrets-among.ts';
export { askIssuer, askLocalIssuer, issuerFailed } from './auth/ask-issuer.ts';
export { type CredentialFacts, CredentialSource, type CredentialSourceOptions } from './auth/credential-source.ts';
export { type Environment, firstSet, inHome } from './auth/environment.ts';
export { readCredentialsFile } from './auth/read-credentials-file.ts';
export { type IniSection, readIniSections } from './auth/read-ini-sections.ts';
export { isLoopbackHost } from './endpoint/loopback-host.ts';
export { refuseEndpoint, secureOrigin } from './endpoint/secure-origin.ts';
export { type ReachedConnection, unreachableFrom } from './endpoint/unreachable-from.ts';
export { urlsIn, urlsOf } from './endpoint/urls-of.ts';
export { impactOfReading } from './kinds/impact-of-reading.ts';
export { notComparable } from './kinds/not-comparable.ts';
export { aliasIn, objectIn } from './kinds/plan-values.ts';
export { repeatedTogether } from './kinds/repeated-together.ts';
export { type Look, lookUntilSettled, type Settling, undecided } from './reconcile/look-until-settled.ts';
export { type BoundArguments, bindArguments, type RequestBinding } from './request/bind-arguments.ts';
export { percentEncode } from './request/percent-encode.ts';
export { textParts } from './request/text-parts.ts';
export { durationMsOf, readWireSettings, type WireSettings } from './request/wire-settings.ts';
export { wireUrl } from './request/wire-url.ts';
export type { Authenticator, Renewal, SignedHeaders, UnsignedRequest } from './session/authenticator.ts';
export { createAuthenticator } from './session/create-authenticator.ts';
export { type BuiltCall, HttpConnection, type HttpConnectionParts } from './session/http-connection.ts';
export { type SentCall, sendRequest } from './session/send-request.ts';
export { ServerTime } from './session/server-time.ts';
export { ratePerMs, SpreadLoad } from './session/spread-load.ts';
