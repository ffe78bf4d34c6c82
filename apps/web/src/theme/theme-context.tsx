import { createContext, use, useEffect, useLayoutEffect, useState, type ReactNode } from 'react';
import { usePreference } from '../preferences/use-preference.js';
import { asTheme, type Theme } from './theme.js';

interface ThemeChoice {
  readonly theme: Theme;
  /** What is seen; whoever draws on a canvas draws again when it changes. */
  readonly shown: 'light' | 'dark';
  readonly choose: (theme: Theme) => void;
}

const ThemeContext = createContext<ThemeChoice>({ theme: 'system', shown: 'light', choose: () => undefined });

const preference = { key: 'noroshi.theme', read: asTheme, otherwise: (): Theme => 'system' };

function useDarkDevice(): boolean {
  const [query] = useState(() => matchMedia('(prefers-color-scheme: dark)'));
  const [isDark, setIsDark] = useState(query.matches);
  useEffect(() => {
    const follow = (): void => setIsDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, [query]);
  return isDark;
}

/** Tells the style sheets by `data-theme` of the document which colours are meant. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const [theme, choose] = usePreference<Theme>(preference);
  const deviceIsDark = useDarkDevice();
  const device = deviceIsDark ? 'dark' : 'light';
  const shown = theme === 'system' ? device : theme;
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = shown;
  }, [shown]);
  return <ThemeContext value={{ theme, shown, choose }}>{children}</ThemeContext>;
}

export const useTheme = (): ThemeChoice => use(ThemeContext);
