/** The patient ids a query names, of ITI-18 or ITI-51: none for a query that starts from objects or codes. */
export function patientIdsOf(query: { readonly parameters: object } | undefined): readonly string[] {
  const { patientId = [] } = (query?.parameters ?? {}) as { readonly patientId?: string | readonly string[] };
  return [patientId].flat();
}
