import { expect, test } from 'vitest';
import { CredentialTrust } from './credential-trust.ts';

test('one call at a time tries credentials until they are accepted, and again after they have expired', () => {
  const trust = new CredentialTrust();
  const [first, second] = [{}, {}];
  expect([trust.isAccepted, trust.mayCall]).toEqual([false, true]);
  trust.sent(first);
  expect(trust.mayCall).toBe(false);
  trust.ended(second);
  expect(trust.mayCall).toBe(false);
  trust.ended(first);
  expect([trust.isAccepted, trust.mayCall]).toEqual([false, true]);
  trust.sent(second);
  trust.accept();
  expect([trust.isAccepted, trust.mayCall]).toEqual([true, true]);
  trust.ended(second);
  // What is under way with accepted credentials does not count as a trial of newer ones.
  trust.sent(first);
  trust.doubt();
  expect([trust.isAccepted, trust.mayCall]).toEqual([false, true]);
});
