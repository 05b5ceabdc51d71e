/** Shown in the place of a secret, however long that is. */
export const MASK = '******';
