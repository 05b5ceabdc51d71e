export { type ReadTextFile, readTextFile } from '@waybill/transport/files';
export { createHuaweicloudDcs, huaweicloudDcs } from './huaweicloud-dcs.ts';
export {
  type SignableRequest,
  type Signature,
  type SigningKey,
  signSdkHmacSha256,
} from './signing/sign-sdk-hmac-sha256.ts';
