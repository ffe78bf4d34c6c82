import { Type, type Static } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

const closed = { additionalProperties: false } as const;

const delivering = {
  from: Type.Optional(Type.Union([Type.Literal('now'), Type.Literal('beginning')])),
  maxTries: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  retryMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 600_000 })),
};

const webhook = Type.Object(
  {
    type: Type.Literal('webhook'),
    url: Type.String(),
    secret: Type.Optional(Type.String()),
    secretEnv: Type.Optional(Type.String()),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 30_000 })),
    private: Type.Optional(Type.Boolean()),
    ...delivering,
  },
  closed,
);

const nats = Type.Object(
  { type: Type.Literal('nats'), subject: Type.String(), stream: Type.Optional(Type.Boolean()), ...delivering },
  closed,
);

const kafka = Type.Object(
  {
    type: Type.Literal('kafka'),
    topic: Type.String(),
    brokers: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    ...delivering,
  },
  closed,
);

const value = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);

const rule = Type.Object(
  {
    events: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    rooms: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 100 })),
    where: Type.Optional(Type.Record(Type.String(), Type.Union([value, Type.Array(value, { minItems: 1 })]))),
    to: Type.Array(Type.String(), { minItems: 1 }),
  },
  closed,
);

const file = Type.Object(
  { targets: Type.Record(Type.String(), Type.Unknown()), rules: Type.Array(Type.Unknown()) },
  closed,
);

export type WebhookSpec = Static<typeof webhook>;
export type NatsSpec = Static<typeof nats>;
export type KafkaSpec = Static<typeof kafka>;
export type RuleSpec = Static<typeof rule>;

/** Each part by itself, so that what is wrong with it can be told exactly. */
export const schemas = {
  file: Compile(file),
  rule: Compile(rule),
  webhook: Compile(webhook),
  nats: Compile(nats),
  kafka: Compile(kafka),
};

/** What is wrong with a part of the file, one sentence for each place: `rules[0].to must be array`. */
export function complaintsOf(schema: Pick<Validator, 'Errors'>, part: unknown, place: string): string[] {
  const told = new Map<string, string>();
  for (const { keyword, instancePath, message } of schema.Errors(part)) {
    // Each of them is told by itself as well, as one for which there is no schema.
    if (keyword === 'additionalProperties') continue;
    const where = placeOf(place, instancePath);
    if (!told.has(where)) told.set(where, `${where} ${keyword === 'boolean' ? 'is not known' : message}.`);
  }
  return [...told.values()];
}

const placeOf = (place: string, pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .reduce((path, name) => (/^\d+$/.test(name) ? `${path}[${name}]` : `${path}${path && '.'}${name}`), place) ||
  'The file';
