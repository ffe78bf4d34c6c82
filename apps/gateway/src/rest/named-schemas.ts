import type { TSchema } from 'typebox';

type Plain = Readonly<Record<string, unknown>>;

/** Two schemas share a name and differ. */
export class AmbiguousSchema extends Error {
  override readonly name = 'AmbiguousSchema';
}

/** The schemas of a document: what has an `$id` is written once, under that name, and referred to wherever it is used. */
export class NamedSchemas {
  readonly #named = new Map<string, Plain>();

  /** The schema as it is written at the place of its use. */
  of(schema: TSchema): unknown {
    return this.#written(JSON.parse(JSON.stringify(schema)));
  }

  /** In order of their names. */
  all(): Readonly<Record<string, Plain>> {
    return Object.fromEntries([...this.#named].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  #written(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#written(item));
    if (typeof value !== 'object' || value === null) return value;
    const { $id, ...rest } = value as Plain;
    const written = Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, this.#written(part)]));
    if (typeof $id !== 'string') return $id === undefined ? written : { $id: this.#written($id), ...written };
    this.#keep($id, written);
    return { $ref: `#/components/schemas/${$id}` };
  }

  #keep(name: string, schema: Plain): void {
    const known = this.#named.get(name);
    if (known && JSON.stringify(known) !== JSON.stringify(schema))
      throw new AmbiguousSchema(`two schemas are called ${name}`);
    this.#named.set(name, schema);
  }
}
