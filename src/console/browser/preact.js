import htm from 'htm';
import { h } from 'preact';

// The one file that names the packages; everything else imports from here.
export { createContext, Fragment, render } from 'preact';
export { useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

/** @typedef {import('preact').ComponentChildren} Children */

/** Markup without a compiler: `<${Component} name=${value}>text</${Component}>`. */
export const html = /** @type {(strings: TemplateStringsArray, ...values: unknown[]) => any} */ (htm.bind(h));
