import type { Rule } from '../../schemas/rule.ts';
import { other } from '../../schemas/spec-ref.ts';
import { proveRule } from './prove-rule.ts';

const shorter: Rule<string, number> = {
  id: 'shorter-than-the-world',
  source: other('Proof', '1'),
  statement: 'A text is shorter than the number says.',
  code: 'XDSRegistryError',
  *check(subject, world) {
    if (subject.length >= world) yield { at: subject, found: String(subject.length) };
  },
};

const even: Rule<number> = {
  id: 'even',
  source: other('Proof', '2'),
  statement: 'A number is even.',
  code: 'XDSRegistryError',
  check: async (subject) => (subject % 2 === 0 ? [] : [{ at: 'number', found: String(subject) }]),
};

proveRule(shorter, {
  accepts: { 'a shorter text': ['ab', 3] },
  rejects: { 'a text as long': ['abc', 3], 'a longer text': { case: ['abcd', 3], at: ['abcd'] } },
});

proveRule(even, { accepts: { two: [2] }, rejects: { three: { case: [3], at: ['number'] } } });
