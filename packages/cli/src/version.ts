/** The version of the command line. A test keeps it equal to package.json. */
export const CLI_VERSION: string = '0.1.0';
