/** Sends one notification as Standard Webhooks has it, and says what came of it. */
var SlaBridgeSender = Class.create();

/** What lies in the request itself, so that sending it again will hardly help. */
SlaBridgeSender.REFUSALS = [400, 413, 415, 422];
/** What the receiver stumbled over, perhaps only with this one. Every other status is about the receiver as a whole. */
SlaBridgeSender.STUMBLES = [500];

SlaBridgeSender.prototype = {
  initialize() {
    this.settings = new SlaBridgeSettings();
  },

  /**
   * Returns `{outcome, status, error, retryAfterSeconds}`. Outcome `delivered`: taken, or known already; `refused`: the
   * receiver will not take this one; `failed`: it could not, this time; `unreachable`: it would not take any just now.
   */
  send(row) {
    try {
      return this._judge(this._request(row).execute());
    } catch (error) {
      // The instance throws where a host cannot be found or a connection is not made.
      return this._answer('unreachable', 0, `The request failed: ${error.message || error}`, 0);
    }
  },

  _request(row) {
    // The id stays the same however often it is sent, so that the receiver knows a repetition; the time is each attempt's own.
    const id = row.getUniqueValue();
    const timestamp = String(Math.floor(new GlideDateTime().getNumericValue() / 1000));
    const body = this._bodyOf(row);
    const message = new sn_ws.RESTMessageV2();
    message.setEndpoint(this.settings.endpoint());
    message.setHttpMethod('POST');
    message.setHttpTimeout(this.settings.timeoutMs());
    message.setFollowRedirect(false);
    message.setRequestHeader('Content-Type', 'application/json');
    message.setRequestHeader('webhook-id', id);
    message.setRequestHeader('webhook-timestamp', timestamp);
    message.setRequestHeader('webhook-signature', this._sign(`${id}.${timestamp}.${body}`));
    message.setRequestBody(body);
    return message;
  },

  /** A hint to look again, and nothing of the record's content. It is all ASCII, so its bytes are beyond doubt. */
  _bodyOf(row) {
    return JSON.stringify({
      event_id: row.getUniqueValue(),
      table: row.getValue('source_table'),
      sys_id: row.getValue('source_id'),
      operation: row.getValue('operation'),
      sys_mod_count: row.getValue('source_mod_count') || '0',
      sys_updated_on: row.getValue('source_updated_on') || '',
    });
  },

  /** One signature for each secret: while a secret is being replaced, either side may already know only one of them. */
  _sign(text) {
    return this.settings
      .signingKeys()
      .map((key) => `v1,${new CertificateEncryption().generateMac(key, 'HmacSHA256', text)}`)
      .join(' ');
  },

  _judge(response) {
    const status = Number(response.getStatusCode());
    if (status >= 200 && status < 300) return this._answer('delivered', status, '', 0);
    const error = status === 0 ? `No answer: ${response.getErrorMessage()}` : `The answer was ${status}.`;
    return this._answer(this._outcomeOf(status), status, error, this._secondsAsked(response));
  },

  _outcomeOf(status) {
    if (SlaBridgeSender.REFUSALS.indexOf(status) >= 0) return 'refused';
    return SlaBridgeSender.STUMBLES.indexOf(status) >= 0 ? 'failed' : 'unreachable';
  },

  _secondsAsked(response) {
    // Header names have no case, but nothing says whether this method knows that.
    const text = String(response.getHeader('Retry-After') || response.getHeader('retry-after') || '');
    return /^\d{1,6}$/.test(text) ? Number(text) : 0;
  },

  _answer(outcome, status, error, retryAfterSeconds) {
    return { outcome, status, error, retryAfterSeconds };
  },

  type: 'SlaBridgeSender',
};
