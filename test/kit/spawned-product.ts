import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '../../src/infra/free-port';
import { builtProgram } from './built-program';
import { until } from './until';

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** From the signal to the end. */
  readonly ms: number;
}

// What a program needs of its surroundings on any system; the rest must not reach the product.
const inherited = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot'];
const rememberedOutput = 8_000;

/** The real program in a process of its own, always at the same port: it can be killed and started again. */
export class SpawnedProduct {
  private child: ChildProcess | undefined;
  private output = '';

  private constructor(
    private readonly program: string,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly port: number,
  ) {}

  /** Builds the program if need be and starts it. */
  static async open(environment: Readonly<Record<string, string>>): Promise<SpawnedProduct> {
    const product = new SpawnedProduct(await builtProgram(), environment, await freePort());
    await product.start();
    return product;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** True until the process has ended, whatever ended it. */
  get alive(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The last of what it printed, for the messages of failing tests. */
  get said(): string {
    return this.output;
  }

  /** Starts the program, again if need be, and waits until it says that it is there. */
  async start(): Promise<void> {
    const environment = Object.fromEntries(inherited.map((name) => [name, process.env[name]]));
    const child = spawn(process.execPath, ['--max-semi-space-size=16', this.program], {
      cwd: path.join(__dirname, '../..'),
      env: { ...environment, ...this.environment, PORT: `${this.port}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output = (this.output + text).slice(-rememberedOutput);
      });
    }
    const here = () => this.output.includes('Besedka is here') || !this.alive;
    await until('the product says that it is there', here, 60_000);
    if (!this.alive) throw new Error(`the product ended at its start: ${this.output}`);
  }

  /** Sends a signal and returns at once. */
  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** kill -9, as when the machine dies. */
  async kill9(): Promise<Ending> {
    return this.end('SIGKILL');
  }

  /** Asks it to end and waits until it has. */
  async stop(): Promise<Ending> {
    return this.end('SIGTERM');
  }

  /** Waits for the end; the time counts from now. */
  async ending(): Promise<Ending> {
    const from = performance.now();
    const { child } = this;
    if (child && this.alive) await once(child, 'exit');
    return { code: child?.exitCode ?? null, signal: child?.signalCode ?? null, ms: performance.now() - from };
  }

  private end(signal: NodeJS.Signals): Promise<Ending> {
    this.signal(signal);
    return this.ending();
  }
}
