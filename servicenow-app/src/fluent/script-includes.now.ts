import { ScriptInclude } from '@servicenow/sdk/core';

ScriptInclude({
  $id: Now.ID['include-settings'],
  name: 'SlaBridgeSettings',
  script: Now.include('../scripts/SlaBridgeSettings.js'),
  description: 'What is set in the properties.',
  accessibleFrom: 'package_private',
});

ScriptInclude({
  $id: Now.ID['include-outbox'],
  name: 'SlaBridgeOutbox',
  script: Now.include('../scripts/SlaBridgeOutbox.js'),
  description: 'Which changes become notifications, and which of these are due.',
  accessibleFrom: 'package_private',
});

ScriptInclude({
  $id: Now.ID['include-sender'],
  name: 'SlaBridgeSender',
  script: Now.include('../scripts/SlaBridgeSender.js'),
  description: 'Signs and sends one notification.',
  accessibleFrom: 'package_private',
});

ScriptInclude({
  $id: Now.ID['include-drain'],
  name: 'SlaBridgeDrain',
  script: Now.include('../scripts/SlaBridgeDrain.js'),
  description: 'Empties the outbox.',
  accessibleFrom: 'package_private',
});
