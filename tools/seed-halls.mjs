// Something to see at the halls: npm run seed:halls
// Makes the three halls of bots/halls, if they are not there, and books them at random over the next 10 days. A day that has such
// bookings gets no more of them, so it may be run again. It works on the database that the product works on, running or not.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { bookAtRandom } = require('../dist/bookings/demo-bookings.js');
const { readConfig } = require('../dist/config.js');
const { buildDomain } = require('../dist/domain.js');
const { openGround } = require('../dist/ground.js');
const { Closers } = require('../dist/infra/closers.js');
const { openLog } = require('../dist/infra/log.js');

const slug = 'halls';
const days = 10;
const log = openLog('error');
const closers = new Closers(log);

async function seed() {
  const config = readConfig();
  const ground = await openGround(config, closers, log);
  const publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
  const domain = buildDomain({ ...ground, publicUrl });
  await domain.bots.load(config.botsFolder);
  const bot = domain.bots.enabled().find((one) => one.slug === slug);
  if (!bot) throw new Error(`there is no bot ${slug} in ${config.botsFolder}`);
  await domain.halls.load(bot.id, `${config.botsFolder}/${slug}/halls.yaml`);
  return bookAtRandom(domain, { botId: bot.id, days });
}

try {
  const { halls, made, left } = await seed();
  console.log(`${halls} halls; ${made} new bookings of the next ${days} days, ${left} were there or found no time.`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await closers.close();
}
