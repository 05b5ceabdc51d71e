export { type ReadTextFile, readTextFile } from '@waybill/transport/files';
export {
  type SignableRequest,
  type Signature,
  type SigningKey,
  signSdkHmacSha256,
} from './auth/sign-sdk-hmac-sha256.ts';
export { createHuaweicloudDcs, huaweicloudDcs } from './huaweicloud-dcs.ts';
