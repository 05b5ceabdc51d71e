/** The version of this adapter; part of a preview's identity. */
export const VERSION: string = '0.1.0';
