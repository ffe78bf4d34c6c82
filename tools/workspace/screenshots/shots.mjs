import { people } from './people.mjs';

const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
/** Sharp enough on a fine screen, and half as large as at two. */
const SCALE = 1.5;

const open = async ({ browser, base, colorScheme }, { name, path = '/', as = WIDE, isOperator = false }) => {
  const context = await browser.newContext({ ...as, colorScheme, deviceScaleFactor: SCALE, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${base}${path}`);
  await page.getByLabel('Your name').fill(name);
  if (isOperator) await page.getByLabel(/operator/i).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /^Connected$/ })
    .first()
    .waitFor();
  return page;
};

const close = (...pages) => Promise.all(pages.map((page) => page.context().close()));

const last = 'Everything is here, nothing twice.';

const inTheRoom = async (at, as) => {
  const page = await open(at, { name: 'Ann', path: '/?room=harbour', as });
  await page.getByTestId('content').filter({ hasText: last }).first().waitFor();
  return page;
};

/** Somebody types in another browser, as long as the picture is taken. */
const whileTyping = async (at, page, work) => {
  const other = await open(at, { name: 'Ben', path: '/?room=harbour' });
  const box = other.getByRole('textbox', { name: 'Message' });
  await box.waitFor();
  await box.pressSequentially('Good to');
  await page
    .getByText(/Ben is typing/)
    .first()
    .waitFor();
  await work();
  await close(other);
};

const take = async (page, file) => {
  // Nothing is pointed at.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file });
};

/** Who looks after it, and some who are connected. */
const asOperator = (at, path) => open(at, { name: 'Dai', path, isOperator: true });

export const shots = [
  {
    name: 'chat',
    take: async (at) => {
      const page = await inTheRoom(at, WIDE);
      await whileTyping(at, page, () => take(page, at.file));
      await close(page);
    },
  },
  {
    name: 'phone',
    take: async (at) => {
      const page = await inTheRoom(at, PHONE);
      await take(page, at.file);
      await close(page);
    },
  },
  {
    name: 'notifications',
    take: async (at) => {
      const page = await inTheRoom(at, WIDE);
      await page.getByTestId('bell').click();
      await page.getByRole('dialog').getByText('Storm from the west').waitFor();
      await take(page, at.file);
      await close(page);
    },
  },
  {
    name: 'dashboard',
    showsTime: true,
    take: async (at) => {
      const page = await asOperator(at, '/dashboard');
      await page.locator('canvas').first().waitFor();
      const alert = { severity: 'warning', title: 'Smoke to the east', message: 'Somebody wanted to see an alert' };
      await at.asked(people.Dai, 'POST', '/alerts/test', alert);
      await page.getByText(alert.title).first().waitFor();
      await take(page, at.file);
      await close(page);
    },
  },
  {
    name: 'operator',
    take: async (at) => {
      const guests = await Promise.all(
        ['Ann', 'Ben', 'Elif'].map((name) => open(at, { name, path: '/?room=harbour' })),
      );
      const page = await asOperator(at, '/operator#connections');
      await page.getByRole('row').filter({ hasText: 'elif' }).first().waitFor();
      await take(page, at.file);
      await close(page, ...guests);
    },
  },
];
