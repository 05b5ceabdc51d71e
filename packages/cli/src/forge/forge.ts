/** A pull or merge request, as the place of one comment. */
export interface ReviewThread {
  /** For messages: `pull request 12 of acme/migrations`. */
  readonly name: string;
  /** Every comment, oldest first. */
  list(): Promise<readonly ReviewComment[]>;
  create(body: string): Promise<ReviewComment>;
  update(id: string, body: string): Promise<ReviewComment>;
}

export interface ReviewComment {
  readonly id: string;
  readonly body: string;
  /** Written with the token of this job, so that nobody else can have put words into it. */
  readonly isOwn: boolean;
  /** For people; empty when the forge gives none. */
  readonly url: string;
}

/** What a forge needs to be talked to: nothing of it is ever shown. */
export type Environment = Readonly<Record<string, string | undefined>>;
