/** Asks whoever serves a subject, and waits for the answer. Payloads are plain JSON. */
export interface CommandBus {
  /** @throws ServiceUnavailable when nobody serves the subject or no answer came in time: the command may have been done. */
  request<Answer>(subject: string, payload: unknown, options?: { readonly timeoutMs?: number }): Promise<Answer>;
}

export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
}
