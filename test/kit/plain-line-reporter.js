/** Ends the run with one plain line, for people and programs that read only the last one. */
class PlainLineReporter {
  onRunComplete(_contexts, results) {
    // A file that does not even load has no tests that could fail, yet the run has failed.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    process.once('exit', () => process.stdout.write(`${line}\n`));
  }
}

module.exports = PlainLineReporter;
