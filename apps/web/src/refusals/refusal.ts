import { NoroshiError } from '@noroshi/client';

/** Why something was refused or could not be done. */
export interface Refusal {
  /** Of docs/errors.md, or of the client. */
  readonly code: string;
  /** In English. */
  readonly message: string;
}

export const refusalOf = (cause: unknown): Refusal =>
  cause instanceof NoroshiError ? cause : { code: '', message: String(cause) };

/** In the language of these texts; in the words of whoever refused where they lack the code. */
export const reasonIn = (texts: Readonly<Record<string, string>>, { code, message }: Refusal): string =>
  (Object.hasOwn(texts, code) && texts[code]) || message;
