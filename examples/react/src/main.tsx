import type { Client } from '@noroshi/client';
import { NoroshiProvider } from '@noroshi/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Chat } from './chat.js';
import { clientFor } from './client-for.js';
import { NameForm } from './name-form.js';

function App() {
  const [client, setClient] = useState<Client>();
  if (!client) return <NameForm label="Your name" button="Sign in" onName={(name) => setClient(clientFor(name))} />;
  return (
    <NoroshiProvider client={client}>
      <Chat />
    </NoroshiProvider>
  );
}

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
