import './compile-cache';
import 'reflect-metadata';
import { type App, startApp } from './app';
import { ConfigError, readConfig } from './config';
import { openLog } from './infra/log';
import { StartError } from './infra/start-error';

// sysexits.h: the configuration is at fault, so starting again changes nothing.
const badConfiguration = 78;
// Orchestrators kill after 30 s or more; whatever is not done by then comes back through the leases.
const longestStopMs = 25_000;

async function main(): Promise<void> {
  const config = readConfig();
  const log = openLog(config.logLevel);
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was rejected and nobody heard it'));
  const app = await startApp(config, log);
  const stop = () => {
    setTimeout(() => process.exit(1), longestStopMs).unref();
    void app.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(welcome(app));
}

function welcome({ url, chatPages, newAdmin }: App): string {
  const lines = [
    `Besedka is here: ${url}`,
    ...chatPages.map((slug) => `  write to the bot   ${url}/try/${slug}`),
    `  GraphQL            ${url}/graphql`,
    ...(newAdmin ? [`  sign in            ${url}/sign-in as ${newAdmin.email}, password ${newAdmin.password}`] : []),
  ];
  return `\n${lines.join('\n')}\n\n`;
}

main().catch((error: unknown) => {
  const ours = error instanceof ConfigError || error instanceof StartError;
  process.stderr.write(`${ours ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(error instanceof ConfigError ? badConfiguration : 1);
});
