/** Version of every JSON object the command line prints: the minor number grows with additions, the major one otherwise. */
export const JSON_FORMAT: string = '1.1';
