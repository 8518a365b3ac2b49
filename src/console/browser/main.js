import { App } from './app.js';
import { listenForKeys } from './keyboard.js';
import { startLive } from './live.js';
import { html, render } from './preact.js';
import { applyScheme } from './scheme.js';
import { takeTokenFromAddress } from './session.js';

takeTokenFromAddress();
applyScheme();
listenForKeys();
startLive();
render(html`<${App} />`, document.body);
