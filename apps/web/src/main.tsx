import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { composeSignIns } from './compose.js';
import { LanguageProvider } from './i18n/language-context.js';
import './styles/base.css';
import './styles/controls.css';
import './styles/sign-in.css';
import './styles/shell.css';
import './styles/layout.css';
import './styles/chat.css';
import './styles/message.css';
import { ThemeProvider } from './theme/theme-context.js';
import { App } from './shell/app.js';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
const signIns = composeSignIns();
createRoot(root).render(
  <StrictMode>
    <ThemeProvider>
      <LanguageProvider>
        <App signIns={signIns} />
      </LanguageProvider>
    </ThemeProvider>
  </StrictMode>,
);

// Only where the page itself came over a connection that nobody could have changed.
if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js');
