import { useSignedIn } from '../identity/signed-in.js';
import { useTexts } from '../i18n/use-texts.js';
import { Mark } from '../look/brand.js';
import { NotificationBell } from '../notifications/notification-bell.js';
import { Link } from './link.js';
import { pagesFor, type Page } from './pages.js';
import { ShellMenu } from './shell-menu.js';
import { texts } from './texts.js';

interface Props {
  readonly current: Page | undefined;
  readonly onShortcuts: () => void;
}

export function NavRail({ current, onShortcuts }: Props) {
  const said = useTexts(texts);
  const { identity } = useSignedIn();
  return (
    <header className="rail">
      <Link className="rail-mark" href="/" aria-label="Noroshi">
        <Mark />
      </Link>
      <nav aria-label={said.navigation}>
        <ul className="rail-pages">
          {pagesFor(identity.roles).map((page) => (
            <li key={page.path}>
              <Link className="rail-link" href={page.path} aria-current={page === current ? 'page' : undefined}>
                <page.Icon />
                <span>{said.pages[page.name]}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <NotificationBell />
      <ShellMenu onShortcuts={onShortcuts} />
    </header>
  );
}
