/** One call of the REST API (docs/rest.md, `/openapi.json`). `path` begins after `/api/v1`, its parts percent-encoded. */
export interface Rest {
  /** @returns the parsed body, undefined where there is none @throws NoroshiError with the problem's code */
  request<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
}
