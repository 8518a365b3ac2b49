// node count-tests.js REPORT EXIT_CODE: prints "PASSED FAILED" for one run of vitest, from its JSON report.
import { readFileSync } from 'node:fs';

const [reportFile, exitCode] = process.argv.slice(2);

function count() {
  let report;
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return [0, 1]; // It ended before it could report.
  }
  const failedTests = report.numFailedTests;
  // A file that cannot even be loaded has no test that failed.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  ).length;
  const failed = failedTests + brokenFiles;
  // Something outside the tests failed: an unhandled rejection, the time limit.
  return [report.numPassedTests, failed === 0 && exitCode !== '0' ? 1 : failed];
}

process.stdout.write(`${count().join(' ')}\n`);
