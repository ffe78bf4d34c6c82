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
