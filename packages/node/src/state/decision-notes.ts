import type { JournalRecord } from '@waybill/core';
import { decisionOf, type ReportDecision } from '@waybill/core/internal';

/** What an operator decided about a unit or a step. */
export type DecisionNote = ReportDecision;

/** Older ones are in the journal that `waybill state export` prints. */
const KEPT_DECISIONS = 100;

/** Collects what operators decided about a plan's units and steps while a journal is read for something else. */
export class DecisionNotes {
  readonly #notes: DecisionNote[] = [];

  add(record: JournalRecord): void {
    const note = decisionOf(record);
    if (note === undefined) return;
    this.#notes.push(note);
    if (this.#notes.length > KEPT_DECISIONS) this.#notes.shift();
  }

  /** The latest ones, oldest first. */
  get latest(): readonly DecisionNote[] {
    return [...this.#notes];
  }
}
