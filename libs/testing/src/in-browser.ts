export { launchBrowser, whyNoBrowser } from './browser.js';
export { bundleForBrowser, servePage, type PageServer } from './page-server.js';
