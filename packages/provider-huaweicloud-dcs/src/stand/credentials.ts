export interface HuaweicloudCredentials {
  readonly accessKey: string;
  readonly secretKey: string;
  /** When set, every signed request must carry this token; when null, none may. */
  readonly securityToken: string | null;
  readonly projectId: string;
  readonly username: string;
  readonly password: string;
  readonly domainName: string;
}

/** They open nothing but a sandbox. */
export const DEMO_HUAWEICLOUD_CREDENTIALS: HuaweicloudCredentials = {
  accessKey: 'SANDBOXACCESSKEY0000',
  secretKey: 'SandboxSecretKey00000000000000000000000',
  securityToken: null,
  projectId: '666486c2d9b948c1bbea57e714d744fa',
  username: 'sandbox-user',
  password: 'sandbox-user-password',
  domainName: 'SANDBOX-DOMAIN',
};
