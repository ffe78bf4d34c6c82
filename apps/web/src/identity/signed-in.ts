import type { Client } from '@noroshi/client';
import { createContext, use } from 'react';
import type { SignOutReason } from '../sign-in/sign-out-reason.js';
import type { Identity } from './identity.js';

/** Who is signed in, for all pages. */
export interface SignedIn {
  readonly identity: Identity;
  /** Of this person: closed when they sign out. */
  readonly client: Client;
  readonly signOut: (reason: SignOutReason) => void;
}

export const SignedInContext = createContext<SignedIn | undefined>(undefined);

export function useSignedIn(): SignedIn {
  const signedIn = use(SignedInContext);
  if (!signedIn) throw new Error('Nobody is signed in here');
  return signedIn;
}
