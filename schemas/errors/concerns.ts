import type { RegistryError } from './registry-error.ts';

/**
 * True when an error is about the object with this id — ITI TF-3 4.2.4.1: its location is the id (ITI-43, RAD-69), or its
 * codeContext names the id (gateways put their community into the location).
 */
export function concerns(error: RegistryError, id: string): boolean {
  return error.location === id || mentions(error.codeContext, id);
}

/** True when the text names exactly this id, not one that only begins or ends like it: `1.2.1` is not in `1.2.10`. */
export function mentions(text: string, id: string): boolean {
  if (id === '') return false;
  const literal = id.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return new RegExp(`(?<![\\w.^-])${literal}(?![\\w^-]|\\.\\w)`).test(text);
}
