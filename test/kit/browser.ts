import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const found = places.find((place) => existsSync(place));

/** Where there is no browser, its tests are left out: nothing is downloaded for them. */
export const withBrowser = found === undefined ? describe.skip : describe;

/** Starts the machine's own browser. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ ...(found === undefined ? {} : { executablePath: found }), args: ['--no-sandbox'] });
}
