/** The endpoint, telling `onServe` of each transaction that is bound to it. */
export function recording<E extends { serve(transaction: never, handler: never): E }>(
  endpoint: E,
  onServe: (id: string, transaction: unknown) => void,
): E {
  const recorder = Object.create(endpoint) as E;
  recorder.serve = ((transaction: { id: string }, handler: never) => {
    endpoint.serve(transaction as never, handler);
    onServe(transaction.id, transaction);
    return recorder;
  }) as E['serve'];
  return recorder;
}
