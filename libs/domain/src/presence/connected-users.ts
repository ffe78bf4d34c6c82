import type { HeldConnection } from './held-connection.js';

interface User {
  readonly connections: Set<HeldConnection>;
  /** How many of them have a verified token. */
  verified: number;
}

const nobody: ReadonlySet<HeldConnection> = new Set();

/** The connections of each user, in a room or not. */
export class ConnectedUsers {
  readonly #users = new Map<string, User>();

  get count(): number {
    return this.#users.size;
  }

  of(userId: string): ReadonlySet<HeldConnection> {
    return this.#users.get(userId)?.connections ?? nobody;
  }

  hasVerified(userId: string): boolean {
    return (this.#users.get(userId)?.verified ?? 0) > 0;
  }

  add(held: HeldConnection): void {
    const { user } = held;
    const known = this.#users.get(user.id) ?? { connections: new Set(), verified: 0 };
    this.#users.set(user.id, known);
    known.connections.add(held);
    if (!user.guest) known.verified += 1;
  }

  remove(held: HeldConnection): void {
    const { user } = held;
    const known = this.#users.get(user.id);
    if (!known?.connections.delete(held)) return;
    if (!user.guest) known.verified -= 1;
    if (known.connections.size === 0) this.#users.delete(user.id);
  }
}
