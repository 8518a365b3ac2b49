import { call } from '../api.js';

/**
 * Has the browser save an answer of the admin API. A link could not send the token, so the file is fetched and handed on.
 * @param {string} path
 * @param {string} name of the file
 */
export async function download(path, name) {
  const response = await call(path);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
