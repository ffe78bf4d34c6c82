import { useState, type SubmitEvent } from 'react';
import { identityFromToken, type Identity } from '../identity/identity.js';
import { useTexts } from '../i18n/use-texts.js';
import { SignInForm } from './sign-in-form.js';
import { texts } from './texts.js';

/** Where tokens come from an identity provider. */
export function TokenForm({ onSignIn }: { readonly onSignIn: (identity: Identity) => void }) {
  const said = useTexts(texts);
  const [token, setToken] = useState('');
  const [isRefused, setIsRefused] = useState(false);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const identity = identityFromToken(token, false);
    if (identity) onSignIn(identity);
    else setIsRefused(true);
  };

  return (
    <SignInForm onSubmit={submit} failure={isRefused ? said.failures.notAToken : undefined} busy={false}>
      <p className="hint">{said.tokenHint}</p>
      <label htmlFor="token">{said.token}</label>
      <textarea
        id="token"
        data-testid="token"
        rows={4}
        autoFocus
        required
        spellCheck={false}
        value={token}
        onChange={(event) => setToken(event.target.value)}
      />
    </SignInForm>
  );
}
