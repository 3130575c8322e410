// Jest compiles TypeScript in its own module system only: a thread of a program that is not compiled starts with the hook that
// does the same. The product itself knows nothing of this.
const path = require('node:path');
const threads = require('node:worker_threads');

const hook = path.join(__dirname, 'typescript-hook.cjs');
const patched = Symbol.for('besedka.typescript-threads');

if (!threads[patched]) {
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(program, options = {}) {
      super(program, String(program).endsWith('.ts') ? { ...options, execArgv: ['-r', hook] } : options);
    }
  };
  Object.defineProperty(threads, patched, { value: true });
}
