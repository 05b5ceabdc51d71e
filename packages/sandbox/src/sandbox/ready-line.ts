import type { Sandbox } from './sandbox.ts';

/** One line of JSON that tells a waiting program where the sandbox is and how to be let in. */
export function readyLine(sandbox: Sandbox): string {
  const { alicloud, huaweicloud } = sandbox.credentials;
  return JSON.stringify({
    event: 'sandbox.ready',
    url: sandbox.url,
    credentials: {
      alicloud: { access_key_id: alicloud.accessKeyId, access_key_secret: alicloud.accessKeySecret },
      huaweicloud: {
        access_key: huaweicloud.accessKey,
        secret_key: huaweicloud.secretKey,
        project_id: huaweicloud.projectId,
        username: huaweicloud.username,
        password: huaweicloud.password,
        domain_name: huaweicloud.domainName,
      },
    },
    env: {
      ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.accessKeySecret,
      HUAWEICLOUD_SDK_AK: huaweicloud.accessKey,
      HUAWEICLOUD_SDK_SK: huaweicloud.secretKey,
      HUAWEICLOUD_SDK_PROJECT_ID: huaweicloud.projectId,
    },
  });
}
