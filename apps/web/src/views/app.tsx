import { useState } from 'react';
import { forgetIdentity, loadIdentity, saveIdentity, type Identity } from '../identity/identity.js';
import { SignIn } from './sign-in.js';
import type { SignOutReason } from './sign-out-reason.js';
import { Workspace } from './workspace.js';

const explanations: Readonly<Record<SignOutReason, string | undefined>> = {
  asked: undefined,
  revoked: 'Your access was withdrawn. Ask whoever runs this server.',
  'signed-out': 'You were signed out. Sign in again to go on.',
};

export function App() {
  const [identity, setIdentity] = useState(() => loadIdentity(sessionStorage));
  const [reason, setReason] = useState<SignOutReason>('asked');

  const signIn = (next: Identity): void => {
    saveIdentity(sessionStorage, next);
    setIdentity(next);
  };
  const signOut = (why: SignOutReason): void => {
    forgetIdentity(sessionStorage);
    setReason(why);
    setIdentity(undefined);
  };

  if (!identity) return <SignIn onSignIn={signIn} explanation={explanations[reason]} />;
  return <Workspace key={identity.userId} identity={identity} onSignOut={signOut} />;
}
