import { Type, type Static, type TObject, type TProperties, type TSchema } from 'typebox';
import type { ErrorCode } from '@noroshi/protocol';
import type { RestRequest } from '../transport/http-route.js';
import type { Access, CallerOf } from './access.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Names to schemas: of a path, a query, headers or a body. A schema may say with `x-code` which refusal it stands for. */
export interface Fields extends TSchema {
  readonly properties: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
}

/** Without a schema there is no body. */
export interface AnswerSpec {
  readonly description: string;
  readonly schema?: TSchema;
}

export type Answers = Readonly<Record<number, AnswerSpec>>;

/** Handlers may give what nobody may change. */
type Readable<T> = T extends readonly (infer U)[]
  ? readonly Readable<U>[]
  : T extends object
    ? { readonly [K in keyof T]: Readable<T[K]> }
    : T;

interface WithHeaders {
  readonly headers?: Readonly<Record<string, string>>;
}

export type AnswerOf<A extends Answers> = {
  [S in keyof A & number]: A[S] extends { readonly schema: infer T extends TSchema }
    ? WithHeaders & { readonly status: S; readonly body: Readable<Static<T>> }
    : WithHeaders & { readonly status: S };
}[keyof A & number];

// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- no fields is what is meant
type None = Record<never, TSchema>;

/** What a handler is given: checked, with defaults filled in, and nothing that the route does not declare. */
export interface Input<
  X extends Access,
  P extends TProperties,
  Q extends TProperties,
  H extends TProperties,
  B extends TProperties,
> {
  readonly caller: CallerOf[X];
  readonly params: Static<TObject<P>>;
  readonly query: Static<TObject<Q>>;
  readonly headers: Static<TObject<H>>;
  readonly body: Static<TObject<B>>;
  /** For what no schema says: from where it comes, and whether anybody waits for the answer still. */
  readonly request: RestRequest;
}

/** A route as it is declared: the one place that says what it takes, gives and refuses. */
export interface RouteSpec<
  X extends Access,
  P extends TProperties,
  Q extends TProperties,
  H extends TProperties,
  B extends TProperties,
  A extends Answers,
> {
  /** Unique: what generated clients call it. */
  readonly id: string;
  readonly method: Method;
  /** Variables in braces: `/api/v1/rooms/{roomId}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: X;
  readonly params?: P;
  readonly query?: Q;
  /** By lower-case name. */
  readonly headers?: H;
  /** The fields of a JSON object; one without a field that is required may be left out. */
  readonly body?: B;
  /** A body that is taken. */
  readonly example?: Readable<Static<TObject<B>>>;
  readonly answers: A;
  /** Codes, besides those that follow from the rest. */
  readonly refusals?: readonly ErrorCode[];
}

/** A route that nobody answers yet. */
export interface Declared<
  X extends Access,
  P extends TProperties,
  Q extends TProperties,
  H extends TProperties,
  B extends TProperties,
  A extends Answers,
> {
  /** The handler may throw `Refused`. */
  handledBy(handle: (input: Input<X, P, Q, H, B>) => AnswerOf<A> | Promise<AnswerOf<A>>): Route;
}

/** An answer of any route. */
export interface RouteAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A route as the mechanism sees it. */
export interface Route {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly access: Access;
  readonly params: Fields;
  readonly query: Fields;
  readonly headers: Fields;
  readonly body: Fields | undefined;
  readonly example: unknown;
  readonly answers: Answers;
  readonly refusals: readonly ErrorCode[];
  readonly handle: (input: AnyInput) => RouteAnswer | Promise<RouteAnswer>;
}

export interface AnyInput {
  readonly caller: CallerOf[Access];
  readonly params: Given;
  readonly query: Given;
  readonly headers: Given;
  readonly body: Given;
  readonly request: RestRequest;
}

export type Given = Readonly<Record<string, unknown>>;

/** Declares a route: the schemas type what the handler is given and what it gives. */
export function route<
  X extends Access,
  A extends Answers,
  P extends TProperties = None,
  Q extends TProperties = None,
  H extends TProperties = None,
  B extends TProperties = None,
>(spec: RouteSpec<X, P, Q, H, B, A>): Declared<X, P, Q, H, B, A> {
  const { params, query, headers, body, example, description, refusals = [], ...rest } = spec;
  const fields = (properties: TProperties = {}): Fields => Type.Object(properties);
  return {
    handledBy: (handle) => ({
      ...rest,
      description,
      example,
      refusals,
      params: fields(params),
      query: fields(query),
      headers: fields(headers),
      body: body && fields(body),
      // What the mechanism hands over has been checked against these very schemas.
      handle: handle as unknown as Route['handle'],
    }),
  };
}

/** Names of the variables of a path, in order. */
export const variablesOf = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
