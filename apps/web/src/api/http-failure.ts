/** A request did not bring what was asked for. Status 0: nobody answered. */
export class HttpFailure extends Error {
  constructor(
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(status === 0 ? 'The server could not be reached' : `The server answered ${status}`, options);
    this.name = 'HttpFailure';
  }

  /** Asking the same again may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}
