/** What a word on the command line can become. */
export interface Candidate {
  readonly value: string;
  /** One line for people, where the shell shows one. */
  readonly description: string;
}
