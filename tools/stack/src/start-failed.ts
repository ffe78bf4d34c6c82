/** A start that cannot succeed. The message is one sentence that says what to do; details are what else helps, line by line. */
export class StartFailed extends Error {
  override readonly name = 'StartFailed';

  constructor(
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }
}
