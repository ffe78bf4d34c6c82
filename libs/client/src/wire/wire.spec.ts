import type { Static, TSchema } from 'typebox';
import type { NativeClientSchemas, NativeServerSchemas } from '@noroshi/protocol';
import type { ClientFrame } from './client-frame.js';
import type { ServerFrame } from './server-frame.js';

type ReadOnly<T> = T extends readonly (infer I)[]
  ? readonly ReadOnly<I>[]
  : T extends object
    ? { readonly [K in keyof T]: ReadOnly<T[K]> }
    : T;

type Values<T> = T[keyof T];
type Schemas = Readonly<Record<string, TSchema>>;

/** What the server takes and says, by its own schemas. */
type Taken<S extends Schemas> = Values<{ [A in keyof S]: ReadOnly<Static<S[A]> & { action: A; ref?: number }> }>;
type Said<S extends Schemas> = Values<{ [T in keyof S]: ReadOnly<Static<S[T]>> }>;

/** The names of all fields of each frame: an optional one that only one side knows fits otherwise. */
type Fields<F, Name extends keyof F> = {
  [N in F[Name] & string]: F extends unknown ? (N extends F[Name] ? keyof F : never) : never;
};

type Fits<A, B> = [A] extends [B] ? true : false;

/** Both ways. */
type Same<A, B> = Fits<A, B> & Fits<B, A>;

/** The compiler is the test: of what is not the same it is not `true`. */
interface Agreed {
  readonly sent: Same<ClientFrame, Taken<NativeClientSchemas>>;
  readonly sentFields: Same<Fields<ClientFrame, 'action'>, Fields<Taken<NativeClientSchemas>, 'action'>>;
  readonly said: Same<ServerFrame, Said<NativeServerSchemas>>;
  readonly saidFields: Same<Fields<ServerFrame, 'type'>, Fields<Said<NativeServerSchemas>, 'type'>>;
}

it('the client and the server mean the same by every frame', () => {
  const agreed: Agreed = { sent: true, sentFields: true, said: true, saidFields: true };
  expect(Object.values(agreed)).toEqual([true, true, true, true]);
});
