/**
 * Version of every JSON object the command line prints, but for previews, reports and their changes, which have formats of their
 * own. The minor number grows with each change that adds, the major one with each that takes away or changes a meaning;
 * `test/schemas/json-format.test.ts` compares the shapes with those that a number was recorded for.
 */
export const JSON_FORMAT: string = '1.4';
