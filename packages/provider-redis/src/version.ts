/** The version of this adapter; part of a preview's identity. A test keeps it equal to package.json. */
export const VERSION: string = '0.1.0';
