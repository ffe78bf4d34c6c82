import type { Client } from '@noroshi/client';
import { act, StrictMode, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { NoroshiProvider } from '../provider.js';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** A place in the page where a test shows components, below a provider. */
export class Stage {
  readonly element = document.createElement('div');
  readonly #root: Root = createRoot(this.element);

  constructor(private readonly client: Client) {}

  show(shown: ReactNode, { strict = false } = {}): void {
    const tree = <NoroshiProvider client={this.client}>{shown}</NoroshiProvider>;
    act(() => this.#root.render(strict ? <StrictMode>{tree}</StrictMode> : tree));
  }

  clear(): void {
    act(() => this.#root.unmount());
  }

  get text(): string {
    return this.element.textContent;
  }
}

/** Counts how often a component was drawn. */
export class Draws {
  readonly #counts = new Map<string, number>();

  note(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Since the last call. */
  take(): Record<string, number> {
    const counts = Object.fromEntries(this.#counts);
    this.#counts.clear();
    return counts;
  }
}
