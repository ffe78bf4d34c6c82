import { useEffect, useState } from 'react';
import type { Identity } from '../identity/identity.js';
import { useLanguage } from '../i18n/language-context.js';
import { languageNames, languages } from '../i18n/language.js';
import { useTexts } from '../i18n/use-texts.js';
import { Wordmark } from '../look/brand.js';
import { Choice } from '../look/choice.js';
import { Hills } from '../look/hills.js';
import { roomIn } from '../chat/room-link.js';
import { NameForm } from './name-form.js';
import { texts } from './texts.js';
import { TokenForm } from './token-form.js';

interface Props {
  readonly onSignIn: (identity: Identity) => void;
  readonly explanation: string | undefined;
}

export function SignIn({ onSignIn, explanation }: Props) {
  const said = useTexts(texts);
  const [needsToken, setNeedsToken] = useState(false);
  useEffect(() => {
    document.title = 'Noroshi';
  }, []);
  return (
    <main className="sign-in">
      <Hills />
      <section className="sign-in-card">
        <h1>
          <Wordmark />
        </h1>
        <Lead />
        {explanation !== undefined && (
          <p className="hint" role="status">
            {explanation}
          </p>
        )}
        {needsToken ? (
          <TokenForm onSignIn={onSignIn} />
        ) : (
          <NameForm onSignIn={onSignIn} onDisabled={() => setNeedsToken(true)} />
        )}
      </section>
      <LanguageChoice title={said.language} />
    </main>
  );
}

function Lead() {
  const said = useTexts(texts);
  const room = roomIn(window.location.search);
  if (room === undefined) return <p className="sign-in-lead">{said.lead}</p>;
  return (
    <p className="sign-in-lead">
      {said.invited} <strong>{room}</strong>
    </p>
  );
}

function LanguageChoice({ title }: { readonly title: string }) {
  const { language, choose } = useLanguage();
  const options = languages.map((value) => ({ value, text: languageNames[value], lang: value }));
  return (
    <div className="sign-in-language">
      <Choice title={title} value={language} options={options} onChoose={choose} />
    </div>
  );
}
