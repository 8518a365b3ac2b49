#!/usr/bin/env node
// Plain JavaScript that any Node can parse: an old Node gets a sentence, not a syntax error.
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    'sla-bridge needs Node.js 24 or newer, and this is ' +
      process.versions.node +
      '. Run it through npm ("npm ci && npm start" brings its own Node 24) or install Node.js 24.',
  );
  process.exit(1);
}
import('../src/cli.ts');
