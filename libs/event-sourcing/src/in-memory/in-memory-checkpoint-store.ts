import type { CheckpointStore } from '../checkpoint-store.js';
import type { Position } from '../event.js';

export class InMemoryCheckpointStore implements CheckpointStore {
  private readonly positions = new Map<string, Position>();

  load(name: string): Promise<Position> {
    return Promise.resolve(this.positions.get(name) ?? 0);
  }

  save(name: string, position: Position): Promise<void> {
    this.positions.set(name, Math.max(position, this.positions.get(name) ?? 0));
    return Promise.resolve();
  }

  reset(name: string): Promise<void> {
    this.positions.delete(name);
    return Promise.resolve();
  }
}
