export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** One letter. */
  readonly short?: string;
  /** Of a string, what help calls its value. */
  readonly value?: string;
  readonly does: string;
  /** What its value may be, for completion. */
  readonly choices?: readonly string[];
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

export type ValuesOf<O extends OptionTable> = {
  readonly [K in keyof O]: O[K]['type'] extends 'boolean' ? boolean : string | undefined;
};

/** Of all commands. */
export const globalOptions = {
  url: {
    type: 'string',
    value: 'http://HOST:PORT',
    does: 'the gateway (else NOROSHI_URL, else the stack on this machine)',
  },
  token: { type: 'string', value: 'TOKEN', does: 'a token, or id:secret of an API key (else NOROSHI_TOKEN)' },
  user: { type: 'string', short: 'u', value: 'ID', does: 'be this user, by a token that is made for it' },
  json: { type: 'boolean', does: 'for programs: JSON on stdout, nothing else' },
  help: { type: 'boolean', short: 'h', does: 'what the command does, and its options' },
  version: { type: 'boolean', does: 'which version this is' },
} as const satisfies OptionTable;
