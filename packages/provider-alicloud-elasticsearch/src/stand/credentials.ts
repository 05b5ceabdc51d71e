export interface AlicloudCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** When set, every request must carry this STS token; when null, none may. */
  readonly securityToken: string | null;
}

/** They open nothing but a sandbox. */
export const DEMO_ALICLOUD_CREDENTIALS: AlicloudCredentials = {
  accessKeyId: 'SandboxAccessKeyId',
  accessKeySecret: 'SandboxAccessKeySecret',
  securityToken: null,
};
