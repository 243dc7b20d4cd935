/** The schema that belongs to an actor. */
export function schemaOf(actor: string): string {
  return actor.replaceAll('-', '_');
}
