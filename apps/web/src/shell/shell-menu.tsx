import { useId, useRef } from 'react';
import { useSignedIn } from '../identity/signed-in.js';
import { useLanguage } from '../i18n/language-context.js';
import { languageNames, languages } from '../i18n/language.js';
import { useTexts } from '../i18n/use-texts.js';
import { Avatar } from '../look/avatar.js';
import { Choice } from '../look/choice.js';
import { useTheme } from '../theme/theme-context.js';
import { themes } from '../theme/theme.js';
import { texts } from './texts.js';

/** Who one is, and how the page should be. */
export function ShellMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const said = useTexts(texts);
  const { identity, signOut } = useSignedIn();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  return (
    <>
      <button type="button" className="rail-me" aria-label={said.menu} title={said.menu} popoverTarget={id}>
        <Avatar userId={identity.userId} name={identity.name} />
      </button>
      <div ref={menu} id={id} popover="auto" className="menu" role="dialog" aria-label={said.menu}>
        <p className="menu-me" data-testid="me">
          {said.signedInAs(identity.name)}
        </p>
        <ThemeChoice />
        <LanguageChoice />
        <button
          type="button"
          className="menu-item"
          onClick={() => {
            menu.current?.hidePopover();
            onShortcuts();
          }}
        >
          {said.shortcuts}
          <kbd>?</kbd>
        </button>
        <button type="button" className="menu-item" data-testid="sign-out" onClick={() => signOut('asked')}>
          {said.signOut}
        </button>
      </div>
    </>
  );
}

function ThemeChoice() {
  const said = useTexts(texts);
  const { theme, choose } = useTheme();
  const options = themes.map((value) => ({ value, text: said.themes[value] }));
  return <Choice title={said.theme} value={theme} options={options} onChoose={choose} />;
}

function LanguageChoice() {
  const said = useTexts(texts);
  const { language, choose } = useLanguage();
  const options = languages.map((value) => ({ value, text: languageNames[value], lang: value }));
  return <Choice title={said.language} value={language} options={options} onChoose={choose} />;
}
