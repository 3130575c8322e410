const { mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');

/** Where the last run left what came of each file. */
const recordFile = path.join(__dirname, '../../node_modules/.cache/besedka-tests.json');

/** Ends the run with one plain line, for people and programs that read only the last one, and records what came of each file. */
class PlainLineReporter {
  onRunComplete(_contexts, results) {
    const files = results.testResults.map((file) => ({
      path: file.testFilePath,
      passed: file.numPassingTests,
      // A file that does not even load has no tests that could fail, yet the run has failed.
      failed: file.numFailingTests + (file.testExecError ? 1 : 0),
      skipped: file.numPendingTests + file.numTodoTests,
    }));
    mkdirSync(path.dirname(recordFile), { recursive: true });
    writeFileSync(recordFile, JSON.stringify(files));
    const line = plainLine(files);
    process.once('exit', () => process.stdout.write(`${line}\n`));
  }
}

/** "N passed, N failed" of files, with those that were skipped, if any. */
function plainLine(files) {
  const sum = (field) => files.reduce((total, file) => total + file[field], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

module.exports = PlainLineReporter;
module.exports.plainLine = plainLine;
module.exports.recordFile = recordFile;
