export { launchBrowser, whyNoBrowser } from './browser.js';
export { bundleForBrowser, pageForBrowser, servePage, type PageServer } from './page-server.js';
