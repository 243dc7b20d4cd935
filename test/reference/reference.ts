import { choices } from './choices.ts';
import { collectRules } from './collect-rules.ts';
import type { Reference } from './render.ts';
import { identitySections } from './requirements/identity.ts';
import { lifecycleSections } from './requirements/lifecycle.ts';
import { querySections } from './requirements/queries.ts';
import { registerSections } from './requirements/registry.ts';
import { repositorySections } from './requirements/repository.ts';
import { transportSections } from './requirements/transport.ts';

/** Everything the reference tells, in its order. */
export async function reference(): Promise<Reference> {
  const sections = [
    ...transportSections,
    ...repositorySections,
    ...registerSections,
    ...identitySections,
    ...querySections,
    ...lifecycleSections,
  ];
  return { sections, rules: await collectRules(), choices };
}
