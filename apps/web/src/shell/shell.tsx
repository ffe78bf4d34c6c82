import { Suspense, useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { ShortcutSheet } from '../shortcuts/shortcut-sheet.js';
import { ShortcutsProvider, useShortcut } from '../shortcuts/shortcuts.js';
import { Link } from './link.js';
import { navigate, usePath } from './location.js';
import { NavRail } from './nav-rail.js';
import { PageBoundary } from './page-boundary.js';
import { PageHeader } from './page-header.js';
import { pageAt, pages, type Page } from './pages.js';
import { texts } from './texts.js';

/** What is around every page for whoever is signed in. */
export function Shell() {
  const [showsShortcuts, setShowsShortcuts] = useState(false);
  const said = useTexts(texts);
  const path = usePath();
  const page = pageAt(path);
  const content = useRef<HTMLDivElement>(null);
  useFocusOnArrival(path, content);
  return (
    <ShortcutsProvider>
      <a className="skip-link" href="#content">
        {said.skip}
      </a>
      <div className="shell" data-page={page?.name}>
        <NavRail current={page} onShortcuts={() => setShowsShortcuts(true)} />
        <div className="page" id="content" tabIndex={-1} ref={content}>
          <PageBoundary key={path}>
            <Suspense fallback={<p className="page-hint">{said.loading}</p>}>
              {page ? <PageContent page={page} /> : <Nowhere />}
            </Suspense>
          </PageBoundary>
        </div>
      </div>
      <PageShortcuts onShortcuts={() => setShowsShortcuts(true)} />
      {showsShortcuts && <ShortcutSheet onClose={() => setShowsShortcuts(false)} />}
    </ShortcutsProvider>
  );
}

/** Whoever went to another page by keyboard goes on there, and hears where that is. */
function useFocusOnArrival(path: string, content: React.RefObject<HTMLElement | null>): void {
  const arrived = useRef(path);
  useEffect(() => {
    if (arrived.current === path) return;
    arrived.current = path;
    content.current?.focus();
  }, [path, content]);
}

function PageContent({ page }: { readonly page: Page }) {
  const { Content, layout, name } = page;
  const title = useTexts(texts).pages[name];
  useEffect(() => {
    if (layout === 'titled') document.title = `${title} · Noroshi`;
  }, [layout, title]);
  if (layout === 'own') return <Content />;
  return (
    <main className="titled-page">
      <PageHeader>
        <h1 className="page-title">{title}</h1>
      </PageHeader>
      <div className="titled-page-body">
        <Content />
      </div>
    </main>
  );
}

function Nowhere() {
  const said = useTexts(texts);
  return (
    <main className="nowhere">
      <p>{said.nothingHere}</p>
      <Link className="primary" href="/">
        {said.toChat}
      </Link>
    </main>
  );
}

function PageShortcuts({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const said = useTexts(texts);
  useShortcut({ keys: '?', group: 'page', text: said.shortcuts, run: onShortcuts });
  return pages.map((page, index) => (
    <PageShortcut key={page.path} page={page} keys={`Alt+${index + 1}`} text={said.pages[page.name]} />
  ));
}

function PageShortcut({ page, keys, text }: { readonly page: Page; readonly keys: string; readonly text: string }) {
  useShortcut({ keys, group: 'page', text, run: () => navigate(page.path) });
  return null;
}
