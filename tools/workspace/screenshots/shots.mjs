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
];
