import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const found = places.find((place) => existsSync(place));

/** A suite that needs a browser: nothing is downloaded for it, and without one it is reported as skipped, by name and with the reason. */
export function describeWithBrowser(title: string, suite: () => void): void {
  if (found !== undefined) {
    describe(title, suite);
    return;
  }
  process.stderr.write(`skipped: ${title}: no Chromium on this machine\n`);
  describe.skip(`${title} (skipped: no Chromium on this machine)`, suite);
}

/** Starts the machine's own browser. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ ...(found === undefined ? {} : { executablePath: found }), args: ['--no-sandbox'] });
}
