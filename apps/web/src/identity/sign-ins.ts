import type { Client } from '@noroshi/client';
import type { SignOutReason } from '../sign-in/sign-out-reason.js';
import { forgetIdentity, loadIdentity, saveIdentity, type Identity, type Storages } from './identity.js';
import type { SignedIn } from './signed-in.js';

export interface SignInState {
  readonly signedIn: SignedIn | undefined;
  /** Why nobody is. */
  readonly reason: SignOutReason;
}

interface Needs {
  readonly storages: Storages;
  /** `onEnded`: no connection will come any more. */
  readonly compose: (identity: Identity, onEnded: (reason: SignOutReason) => void) => Client;
}

/** Who this tab is from the moment of signing in, also over reloads, until signing out. */
export class SignIns {
  readonly #needs: Needs;
  readonly #listeners = new Set<() => void>();
  #state: SignInState = { signedIn: undefined, reason: 'asked' };

  constructor(needs: Needs) {
    this.#needs = needs;
    const identity = loadIdentity(needs.storages);
    if (identity) this.#enter(identity);
  }

  readonly current = (): SignInState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly signIn = (identity: Identity): void => {
    saveIdentity(this.#needs.storages, identity);
    this.#enter(identity);
  };

  #enter(identity: Identity): void {
    const signOut = (reason: SignOutReason): void => this.#signOut(reason);
    const client = this.#needs.compose(identity, signOut);
    this.#change({ signedIn: { identity, client, signOut }, reason: 'asked' });
  }

  #signOut(reason: SignOutReason): void {
    const { signedIn } = this.#state;
    if (!signedIn) return;
    forgetIdentity(this.#needs.storages);
    this.#change({ signedIn: undefined, reason });
    signedIn.client.close();
  }

  #change(state: SignInState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
