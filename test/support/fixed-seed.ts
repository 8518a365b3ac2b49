import fc from 'fast-check';

// A mutant is to be killed always or never: whether made-up cases meet it must not be a matter of luck.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20260202 });
