import { every, now } from './machine.js';
import { useEffect, useState } from './preact.js';

/** The instance's time, anew every second. */
export function useNow() {
  const [at, setAt] = useState(now());
  useEffect(() => every(1000, () => setAt(now())), []);
  return at;
}
