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
  /** No key that can be used; `finding` says why, as the end of a sentence about the place. */
  | { readonly kind: 'none'; readonly finding: string };
