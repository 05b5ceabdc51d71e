import type { Credentials } from './credentials.ts';

/** What one place of the credential chain holds. A key may be half there; the chain decides what that means. */
export type KeySource =
  | {
      readonly kind: 'key';
      readonly accessKeyId: string | undefined;
      readonly accessKeySecret: string | undefined;
      readonly securityToken: string | undefined;
      readonly expiresAtMs?: number;
      /** Names the place within its file, for messages. */
      readonly label: string;
    }
  | WebIdentity
  | InstanceRole
  /** No key that can be used; `finding` says why, as the end of a sentence about the place. */
  | { readonly kind: 'none'; readonly finding: string };

/** A token that the platform issues (Kubernetes, a CI service), exchanged for keys of a RAM role. */
export interface WebIdentity {
  readonly kind: 'web-identity';
  readonly providerArn: string;
  readonly roleArn: string;
  /** The platform replaces its content, so that it is read before each exchange. */
  readonly tokenFile: string;
  readonly sessionName: string;
}

/** The RAM role attached to the ECS instance that this process runs on. */
export interface InstanceRole {
  readonly kind: 'instance-role';
  /** Undefined: the metadata service is asked for it. */
  readonly roleName: string | undefined;
}

/** What a place of the chain leads to: a key, or somebody who issues one. */
export type FoundSource = { readonly kind: 'key'; readonly credentials: Credentials } | WebIdentity | InstanceRole;
