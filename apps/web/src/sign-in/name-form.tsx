import { useState, type SubmitEvent } from 'react';
import { requestDevToken, type TokenResult } from '../api/dev-tokens.js';
import { identityFromToken, type Identity } from '../identity/identity.js';
import { slug } from '../identity/slug.js';
import { useTexts } from '../i18n/use-texts.js';
import { SignInForm } from './sign-in-form.js';
import { texts } from './texts.js';

interface Props {
  readonly onSignIn: (identity: Identity) => void;
  readonly onDisabled: () => void;
}

type Failure =
  { readonly kind: keyof (typeof texts)['en']['failures'] } | { readonly kind: 'refused'; readonly reason: string };

/** Where the server gives a token to whoever asks: for development. */
export function NameForm({ onSignIn, onDisabled }: Props) {
  const said = useTexts(texts);
  const [name, setName] = useState('');
  const [isOperator, setIsOperator] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);

  const take = (result: TokenResult): void => {
    setBusy(false);
    if (result.kind === 'disabled') {
      onDisabled();
      return;
    }
    if (result.kind !== 'token') {
      setFailure(result);
      return;
    }
    const identity = identityFromToken(result.token, true);
    if (identity) onSignIn(identity);
    else setFailure({ kind: 'unreadable' });
  };

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const userId = slug(name);
    if (!userId) return setFailure({ kind: 'nameless' });
    setBusy(true);
    void requestDevToken({ userId, name: name.trim(), roles: isOperator ? ['admin'] : [] }).then(take);
  };

  return (
    <SignInForm
      onSubmit={submit}
      failure={failure?.kind === 'refused' ? failure.reason : failure && said.failures[failure.kind]}
      busy={busy}
    >
      <label htmlFor="name">{said.name}</label>
      <input
        id="name"
        data-testid="name"
        autoComplete="nickname"
        autoFocus
        required
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <OperatorWish isWished={isOperator} onWish={setIsOperator} />
    </SignInForm>
  );
}

function OperatorWish({
  isWished,
  onWish,
}: {
  readonly isWished: boolean;
  readonly onWish: (isWished: boolean) => void;
}) {
  const said = useTexts(texts);
  return (
    <label className="check">
      <input
        type="checkbox"
        data-testid="operator"
        checked={isWished}
        onChange={(event) => onWish(event.target.checked)}
      />
      {said.operator}
    </label>
  );
}
