/** The identities the sandbox accepts. They open nothing but a sandbox. */
export interface SandboxCredentials {
  readonly alicloud: AlicloudCredentials;
  readonly huaweicloud: HuaweicloudCredentials;
}

export interface AlicloudCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** When set, every request must carry this STS token; when null, none may. */
  readonly securityToken: string | null;
}

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

export interface CredentialsPatch {
  readonly alicloud?: Partial<AlicloudCredentials>;
  readonly huaweicloud?: Partial<HuaweicloudCredentials>;
}

const DEMO_CREDENTIALS: SandboxCredentials = {
  alicloud: {
    accessKeyId: 'SandboxAccessKeyId',
    accessKeySecret: 'SandboxAccessKeySecret',
    securityToken: null,
  },
  huaweicloud: {
    accessKey: 'SANDBOXACCESSKEY0000',
    secretKey: 'SandboxSecretKey00000000000000000000000',
    securityToken: null,
    projectId: '666486c2d9b948c1bbea57e714d744fa',
    username: 'sandbox-user',
    password: 'sandbox-user-password',
    domainName: 'SANDBOX-DOMAIN',
  },
};

export function buildCredentials(patch: CredentialsPatch = {}): SandboxCredentials {
  return {
    alicloud: { ...DEMO_CREDENTIALS.alicloud, ...patch.alicloud },
    huaweicloud: { ...DEMO_CREDENTIALS.huaweicloud, ...patch.huaweicloud },
  };
}
