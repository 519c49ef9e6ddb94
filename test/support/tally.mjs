/**
 * Counts of tests: sums, reads vitest's reports, and writes the last line.
 */

/** @typedef {{readonly passed: number, readonly failed: number, readonly skipped: number}} Tally */

/** @type {Tally} */
export const nothing = { passed: 0, failed: 0, skipped: 0 };
/** @type {Tally} */
export const oneFailure = { passed: 0, failed: 1, skipped: 0 };

/**
 * @param {Tally} a
 * @param {Tally} b
 * @returns {Tally}
 */
export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/**
 * What is used of vitest's JSON report.
 * @typedef {{
 *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: {status: string, assertionResults: {status: string}[]}[],
 * }} Report
 */

/**
 * The counts of a report. A file that failed with no failed test (it could not be loaded, a hook threw) counts as one
 * failure, and so does an exit code that no test accounts for (an unhandled error, no tests at all).
 * @param {Report} report
 * @param {number | null} exitCode
 * @returns {Tally}
 */
export function tallyReport(report, exitCode) {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((result) => result.status === "failed"),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  const unaccounted = failed === 0 && exitCode !== 0 ? 1 : 0;
  return {
    passed: report.numPassedTests,
    failed: failed + unaccounted,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * `N passed, N failed`, and `, N skipped` where there are any.
 * @param {Tally} tally
 */
export function countLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
